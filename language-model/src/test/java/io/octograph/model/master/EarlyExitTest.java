package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.model.Bundled;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A decision after the lower layers where the reader is sure; else just the one of all layers. */
@Timeout(60)
class EarlyExitTest {
  private static final EngineSettings ON = EngineSettings.defaults();
  private static final EngineSettings OFF = ON.withDecoding(ON.decoding().withEarly(false));
  private static final Models EARLY = new Models(Bundled.MODELS, ON);
  private static final Models WHOLE = new Models(Bundled.MODELS, OFF);
  private static final List<String> NODES = MasterFile.read(MasterFileTest.MMLU).nodes();
  private static final String SURE = "Tell me the result of derivative of x^3 when x is 2?";

  @AfterAll
  static void close() {
    EARLY.close();
    WHOLE.close();
  }

  private static Decision decide(Models models, String query) throws Exception {
    var master =
        new Master(
            "entry",
            "",
            Models.BUNDLED,
            Optional.of("mmlu"),
            NODES,
            Optional.empty(),
            0,
            new Headings());
    var graph =
        new Graph(
            "mmlu",
            1,
            "entry",
            Optional.empty(),
            Map.<String, Node>of("entry", master),
            Limits.DEFAULT);
    var ask = new Ask(graph, master, NODES, List.of(Message.user(query)), List.of(), false, 17, 1);
    return new Masters(models).decide(ask, _ -> {});
  }

  @Test
  void exits() throws Exception {
    LanguageModel model = EARLY.get(Models.BUNDLED);
    while (model.stats().counts().looks() == 0) {
      decide(EARLY, SURE);
    }
    var early = decide(EARLY, SURE);
    var whole = decide(WHOLE, SURE);
    System.out.println(early.top());
    System.out.println(whole.top());
    System.out.println(model.stats().counts());
    assertThat(early.calls().getFirst().node()).isEqualTo("math_gpt");
    assertThat(model.stats().counts().exits()).isPositive();
  }
}
