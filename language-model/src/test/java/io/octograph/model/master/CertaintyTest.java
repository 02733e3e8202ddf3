package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.model.Bundled;
import io.octograph.model.Logits;
import io.octograph.traversal.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rewrite of which the master is not sure enough counts as none. */
@Timeout(120)
class CertaintyTest {
  private static final String ENGLISH = "What is the derivative of x^3 when x is 2?";
  private static final String CHINESE = "劳动合同到期不续签有补偿吗？";

  @TempDir Path folder;

  private String rewrite(double han, double others, String question) throws Exception {
    var mapper = new ObjectMapper();
    var json = (ObjectNode) mapper.readTree(MasterFileTest.MMLU.resolve("master.json").toFile());
    json.put("adapter", MasterFileTest.MMLU.resolve("adapter.safetensors").toString());
    json.set("certainty", mapper.createObjectNode().put("han", han).put("others", others));
    mapper.writeValue(folder.resolve("master.json").toFile(), json);
    var ask = new Asks(Asks.NODES, true, List.of(), 1).of(Message.user(question));
    var decision =
        new MasterDecider(Bundled.model(), folder, System::nanoTime).decide(ask, _ -> {});
    assertThat(decision.times().rewriteTokens()).isPositive();
    return decision.calls().getFirst().rewrite();
  }

  @Test
  void theBoundIsThatOfTheQuestionsScript() throws Exception {
    assertThat(rewrite(-1e-6, -50, ENGLISH)).isNotBlank();
    assertThat(rewrite(-50, -1e-6, ENGLISH)).isBlank();
    assertThat(rewrite(-50, -1e-6, CHINESE)).isNotBlank();
    assertThat(rewrite(-1e-6, -50, CHINESE)).isBlank();
  }

  @Test
  void withoutBoundsEveryRewriteStands() throws IOException {
    var mapper = new ObjectMapper();
    var json = (ObjectNode) mapper.readTree(MasterFileTest.MMLU.resolve("master.json").toFile());
    json.remove("certainty");
    mapper.writeValue(folder.resolve("master.json").toFile(), json);
    assertThat(MasterFile.read(folder).certainty()).isEmpty();
    assertThat(MasterFile.read(MasterFileTest.MMLU).certainty()).isPresent();
  }

  @Test
  void aLogProbabilityIsThatOfTheAllowedTokens() {
    var logits = new Logits(new float[] {1, 3, 2, -40}, new float[] {2.5f}, 4);
    double allowed = Math.exp(-2) + 1 + Math.exp(-0.5) + Math.exp(-43);
    assertThat(logits.logProbability(1, id -> id != 2)).isCloseTo(-Math.log(allowed), within(1e-6));
  }
}
