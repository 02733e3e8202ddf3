package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.Logits.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Exports of onnxruntime-genai's builder in several layouts, against what Hugging Face's
 * transformers and onnxruntime-genai answer (src/test/python/exports).
 */
class ExportsTest {
  @TempDir Path folder;

  /** The prompt, the logits after it, and the ids that follow greedily. */
  private record Expected(int[] ids, int[] following, float[] logits) {
    static Expected read(String name) throws IOException {
      var root =
          new ObjectMapper().readTree(Exports.folder(name).resolve("expected.json").toFile());
      return new Expected(ids(root.path("ids")), ids(root.path("following")), logits(root));
    }

    private static int[] ids(JsonNode list) {
      return IntStream.range(0, list.size()).map(i -> list.get(i).intValue()).toArray();
    }

    private static float[] logits(JsonNode root) {
      var list = root.path("logits");
      var values = new float[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i).floatValue();
      }
      return values;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "phi3, 1e-3",
    "phi3-positions-half, 0.1",
    "phi3-handed-over-half, 0.1",
    "llama-last-logits, 1e-3",
    "llama-fused, 1e-3",
  })
  void everyLayoutAnswersAsElsewhere(String name, double tolerance) throws IOException {
    var expected = Expected.read(name);
    try (var model = Exports.load(name);
        var sequence = model.start(Optional.empty())) {
      var logits = sequence.append(expected.ids(), Rows.VOCABULARY);
      assertThat(logits.vocabulary()).containsExactly(expected.logits(), within((float) tolerance));
      var following = new ArrayList<Integer>();
      while (true) {
        following.add(likeliest(logits));
        if (following.size() == expected.following().length) {
          break;
        }
        logits = sequence.append(new int[] {following.getLast()}, Rows.VOCABULARY);
      }
      assertThat(following)
          .containsExactlyElementsOf(Arrays.stream(expected.following()).boxed().toList());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "phi3",
    "phi3-positions-half",
    "phi3-handed-over-half",
    "llama-last-logits",
    "llama-fused",
  })
  void piecesPrefixesAndDraftsGiveTheSame(String name) throws IOException {
    var ids = Expected.read(name).ids();
    var rest = Arrays.copyOfRange(ids, 10, ids.length);
    try (var model = Exports.load(name)) {
      float[] atOnce;
      try (var sequence = model.start(Optional.empty())) {
        atOnce = sequence.append(ids, Rows.VOCABULARY).vocabulary();
      }
      try (var sequence = model.start(Optional.empty(), Arrays.copyOf(ids, 10))) {
        // What a draft that was wrong leaves behind, after some of it was asked for.
        var drafts = sequence.append(new int[] {rest[0], rest[1], 7, 8}, 1, Rows.VOCABULARY);
        assertThat(drafts).hasSize(3);
        sequence.truncate(12);
        assertThat(sequence.append(Arrays.copyOfRange(rest, 2, 30), Rows.NONE).vocabulary())
            .isEmpty();
        var last = sequence.append(Arrays.copyOfRange(rest, 30, rest.length), Rows.VOCABULARY);
        assertThat(last.vocabulary()).containsExactly(atOnce, within(0.05f));
        assertThat(likeliest(last)).isEqualTo(likeliest(new Logits(atOnce, new float[0], 512)));
      }
      try (var sequence = model.start(Optional.empty(), Arrays.copyOf(ids, 10))) {
        var several = sequence.append(Arrays.copyOf(rest, 4), 1, Rows.VOCABULARY);
        try (var single = model.start(Optional.empty(), Arrays.copyOf(ids, 10))) {
          single.append(new int[] {rest[0]}, Rows.NONE);
          for (int i = 1; i < 4; i++) {
            var one = single.append(new int[] {rest[i]}, Rows.VOCABULARY);
            assertThat(several.get(i - 1).vocabulary())
                .containsExactly(one.vocabulary(), within(0.05f));
          }
        }
      }
    }
  }

  @Test
  void theBuildersExportOfTheBaseAnswersAsTheBundledModel() throws IOException {
    try (var model = LanguageModel.load(Exports.base(folder), EngineSettings.defaults())) {
      var prompt = LanguageModelTest.prompt("What is the capital of France?");
      assertThat(greedy(model, prompt)).isEqualTo(greedy(Bundled.model(), prompt));
      try (var one = model.start(Optional.empty());
          var other = Bundled.model().start(Optional.empty())) {
        assertThat(one.append(prompt, Rows.VOCABULARY).vocabulary())
            .containsExactly(other.append(prompt, Rows.VOCABULARY).vocabulary(), within(1e-3f));
      }
    }
  }

  static Stream<Arguments> whatCannotBeRun() {
    return Stream.of(
        Arguments.of(
            "\"head_size\": 16",
            "\"head_size\": 32",
            "does not run as genai_config.json describes it"),
        Arguments.of(
            "\"num_key_value_heads\": 2", "\"num_key_value_heads\": 1", "says 1 heads of 16"),
        Arguments.of(
            "\"num_hidden_layers\": 2",
            "\"num_hidden_layers\": 3",
            "the input 'past_key_values.2.key'"),
        Arguments.of(
            "\"num_hidden_layers\": 2",
            "\"num_hidden_layers\": 1",
            "takes the input 'past_key_values.1."),
        Arguments.of(
            "\"input_ids\": \"input_ids\"", "\"input_ids\": \"ids\"", "names the input 'ids'"),
        Arguments.of("\"logits\": \"logits\"", "\"logits\": \"scores\"", "the output 'scores'"));
  }

  @ParameterizedTest
  @MethodSource("whatCannotBeRun")
  void whatCannotBeRunIsSaidWithTheInputsName(String part, String other, String message)
      throws IOException {
    Exports.copy("phi3", folder);
    var file = folder.resolve("genai_config.json");
    var text = Files.readString(file);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, other));
    try (var model = LanguageModel.load(folder, EngineSettings.defaults())) {
      assertThatThrownBy(() -> model.start(Optional.empty()))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(message);
    }
  }

  private static List<Integer> greedy(LanguageModel model, int[] prompt) {
    try (var sequence = model.start(Optional.empty())) {
      var ids = new ArrayList<Integer>();
      var logits = sequence.append(prompt, Rows.VOCABULARY);
      while (ids.size() < 8) {
        ids.add(likeliest(logits));
        logits = sequence.append(new int[] {ids.getLast()}, Rows.VOCABULARY);
      }
      return ids;
    }
  }

  private static int likeliest(Logits logits) {
    return Sampler.greedy().pick(logits, TokenMask.ALL);
  }
}
