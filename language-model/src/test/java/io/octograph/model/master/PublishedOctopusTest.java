package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.model.EngineSettings;
import io.octograph.model.Exports;
import io.octograph.model.ModelException;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A master as the published Octopus v4 is one: Phi-3's architecture, no adapter, the functional
 * tokens in the base's own vocabulary. The weights are random, so what it says is nonsense; what is
 * expected was computed by Hugging Face's transformers (src/test/python/exports).
 */
class PublishedOctopusTest {
  private static final String FOLDER = Exports.ALL.resolve("phi3").toString();
  private static final Path OCTOPUS = Exports.ALL.resolve("phi3/adapters/octopus");
  private static final String QUERY = "Tell me the result of derivative of x^3 when x is 2?";
  private static final Models MODELS = new Models(Exports.ALL, EngineSettings.defaults());

  @TempDir Path folder;

  @AfterAll
  static void close() {
    MODELS.close();
  }

  private static Ask ask(List<String> among) {
    var master =
        new Master(
            "entry",
            "",
            FOLDER,
            Optional.of("octopus"),
            among,
            Optional.empty(),
            0,
            new Headings());
    var nodes = Map.<String, Node>of("entry", master);
    var graph = new Graph("mmlu", 1, "entry", Optional.empty(), nodes, Limits.DEFAULT);
    return new Ask(graph, master, among, List.of(Message.user(QUERY)), List.of(), true, 9, 1);
  }

  @Test
  void decidesAndRewritesAsElsewhere() throws Exception {
    var expected = new ObjectMapper().readTree(OCTOPUS.resolve("expected.json").toFile());
    var nodes = MasterFile.read(OCTOPUS).nodes();
    var decision = new Masters(MODELS).decide(ask(nodes));
    assertThat(decision.times().promptTokens()).isEqualTo(expected.path("prompt").intValue());
    for (var choice : decision.top()) {
      double probability =
          expected.path("probabilities").get(nodes.indexOf(choice.node())).doubleValue();
      assertThat(choice.probability()).as(choice.node()).isCloseTo(probability, within(1e-3));
    }
    assertThat(decision.top()).extracting(Choice::node).containsExactlyInAnyOrderElementsOf(nodes);
    var call = decision.calls().getFirst();
    assertThat(call.node()).isEqualTo(expected.path("node").asText());
    assertThat(call.token()).isEqualTo("<nexa_%d>".formatted(nodes.indexOf(call.node())));
    assertThat(call.rewrite()).isNotEmpty().isEqualTo(text(expected.path("written")));
  }

  private static String text(JsonNode ids) {
    var list = new ArrayList<Integer>();
    ids.forEach(id -> list.add(id.intValue()));
    return MODELS
        .get(FOLDER)
        .tokenizer()
        .decode(list.stream().mapToInt(Integer::intValue).toArray())
        .strip();
  }

  @Test
  void theSystemTurnComesFirstAndIsComputedOnce() {
    var prompts = new MasterPrompts(MasterFile.read(OCTOPUS), MODELS.get(FOLDER).tokenizer());
    var specials = MODELS.get(FOLDER).tokenizer().specials();
    var prompt = prompts.of(ask(List.of("math_gpt"))).prompt();
    assertThat(prompt.prefix())
        .startsWith(specials.get("<|system|>"))
        .endsWith(specials.get("<|user|>"))
        .containsOnlyOnce(specials.get("<|end|>"));
    assertThat(prompt.rest()).endsWith(specials.get("<|end|>"), specials.get("<|assistant|>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "449 | 448 | the id 448 is given twice",
        "449 | 450 | <nexa_4> has id 450, but the tokenizer says 449",
        "449 | 512 | <nexa_4> has id 512, but the base has 512 tokens and no 'first_id' is given",
        "443 | 475 | 'stop' has id 475",
      })
  void aTokenUnderAnothersIdIsRefused(String id, String other, String message) throws IOException {
    var text = Files.readString(OCTOPUS.resolve("master.json"));
    Files.writeString(
        folder.resolve("master.json"), text.replace("\"id\": " + id, "\"id\": " + other));
    assertThatThrownBy(() -> new MasterDecider(MODELS.get(FOLDER), folder, System::nanoTime))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void functionalRowsNeedAnAdapter() throws IOException {
    var text = Files.readString(OCTOPUS.resolve("master.json"));
    Files.writeString(
        folder.resolve("master.json"),
        text.replace("\"format\": 1,", "\"format\": 1, \"first_id\": 445,"));
    assertThatThrownBy(() -> MasterFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'first_id' is 445 without an 'adapter'");
  }
}
