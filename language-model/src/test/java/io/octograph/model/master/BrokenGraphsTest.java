package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.Bundled;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.Logged;
import io.octograph.model.ModelException;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Graphs that are loaded beside the requests and cannot be: it is said once, and decisions go on.
 */
@Timeout(120)
class BrokenGraphsTest {
  private static final String QUERY = "What are the symptoms of vitamin B12 deficiency?";
  private static final List<String> SMALL = List.of("octograph.json", "early.onnx", "lanes.onnx");

  @TempDir static Path base;

  @BeforeAll
  static void copy() throws IOException {
    try (var files = Files.list(Bundled.FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, base.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void restore() throws IOException {
    for (var name : SMALL) {
      Files.write(base.resolve(name), Files.readAllBytes(Bundled.FOLDER.resolve(name)));
    }
  }

  private static MasterDecider decider(LanguageModel model) {
    return new MasterDecider(model, MasterFileTest.MMLU, System::nanoTime);
  }

  private static LanguageModel load() {
    return LanguageModel.load(base, EngineSettings.defaults());
  }

  private static Decision decide(MasterDecider decider) throws Exception {
    return decider.decide(Asks.decision(QUERY), _ -> {});
  }

  /** Decides until the log says something, then some more. */
  private static void decideUntil(Logged log, MasterDecider decider) throws Exception {
    while (log.messages().isEmpty()) {
      decide(decider);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(decide(decider).calls().getFirst().node()).isEqualTo("health_gpt");
    }
  }

  @Test
  void withoutTheLowerGraphTheWholeNetworkDecides() throws Exception {
    Files.writeString(base.resolve("early.onnx"), "no graph");
    try (var log = new Logged();
        var model = load()) {
      decideUntil(log, decider(model));
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("The graph %s cannot be used".formatted(base.resolve("early.onnx")))
          .contains("All decisions take the whole network.");
      assertThat(model.stats().counts().looks()).isZero();
    }
  }

  @Test
  void aLowerGraphThatDoesNotRunIsNotRunAgain() throws Exception {
    // It has the inputs that are looked for when it is loaded, and wants others.
    Files.write(base.resolve("early.onnx"), Files.readAllBytes(base.resolve("master.onnx")));
    try (var log = new Logged();
        var model = load()) {
      decideUntil(log, decider(model));
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("adapter.safetensors in the graph", "early.onnx cannot be used")
          .contains("All decisions take the whole network.");
      assertThat(model.stats().counts().looks()).isZero();
    }
  }

  @Test
  void withoutTheGraphForSeveralRequestsRunOneAfterTheOther() throws Exception {
    Files.writeString(base.resolve("lanes.onnx"), "no graph");
    try (var log = new Logged();
        var model = load();
        var threads = Executors.newFixedThreadPool(4)) {
      var decider = decider(model);
      for (boolean last = false; !last; ) {
        last = !log.messages().isEmpty();
        var decisions = new ArrayList<Future<Decision>>();
        for (int i = 0; i < 8; i++) {
          var ask = new Asks(Asks.NODES, true, List.of(), 1);
          var message = Message.user(QUERY);
          decisions.add(threads.submit(() -> decider.decide(ask.of(message), _ -> {})));
        }
        for (var decision : decisions) {
          assertThat(decision.get().calls().getFirst().node()).isEqualTo("health_gpt");
        }
      }
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("The graph %s cannot be used".formatted(base.resolve("lanes.onnx")))
          .contains("Steps of several requests run one after the other.");
    }
  }

  @Test
  void aMissingLowerGraphIsRefusedWhereItIsNamed() throws Exception {
    Files.delete(base.resolve("early.onnx"));
    assertThatThrownBy(BrokenGraphsTest::load)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(
            "octograph.json: the graph %s is not there", base.resolve("early.onnx"));
  }

  @Test
  void aDepthMustBeOne() throws Exception {
    change("\"depth\": 10", "\"depth\": 0");
    assertThatThrownBy(BrokenGraphsTest::load)
        .hasMessageContaining("the 'depth' of 'early' is 0, at least 1 is due");
  }

  @Test
  void aBaseWithoutOneTakesNoReader() throws Exception {
    change("\"early\"", "\"none\"");
    try (var model = load()) {
      assertThat(model.earlyDepth()).isEmpty();
      assertThatThrownBy(() -> decider(model))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("it reads after 10 layers, the base has no graph for that");
    }
  }

  private static void change(String part, String other) throws IOException {
    var file = base.resolve("octograph.json");
    var text = Files.readString(file);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, other));
  }
}
