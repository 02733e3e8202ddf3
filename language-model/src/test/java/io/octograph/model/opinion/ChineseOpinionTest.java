package io.octograph.model.opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.Bundled;
import io.octograph.model.EngineSettings;
import io.octograph.model.LanguageModel;
import io.octograph.model.ModelException;
import io.octograph.model.SafetensorsFile;
import io.octograph.model.TextEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encoder against the training's, and what of a file is refused. */
class ChineseOpinionTest {
  private static final Path FIXTURE = Path.of("src/test/resources/opinion-fixture.json");
  private static final Path MMLU = Bundled.FOLDER.resolve("adapters/mmlu");
  private static final OpinionFile FILE = OpinionFile.read(MMLU.resolve(OpinionFile.NAME));
  private static final TextEncoder ENCODER = Bundled.model().encoder(FILE.encoder(), FILE.tuned());
  private static final ChineseOpinion OPINION = new ChineseOpinion(FILE, ENCODER);

  @ParameterizedTest
  @CsvSource({
    "今天深圳天气如何?, true",
    "用 Python 写一个快速排序, true",
    "䶮, true",
    "What does 法 mean in Legalism?, false",
    "the result of 2+2, false",
    "相対性理論とは何ですか, false",
    "법률은 무엇입니까 法, false",
    "'', false",
    "123 + 456, false",
  })
  void itKnowsAChineseTextByItsCharacters(String text, boolean chinese) {
    assertThat(ChineseOpinion.chinese(text)).isEqualTo(chinese);
    assertThat(OPINION.on(text).isPresent()).isEqualTo(chinese);
  }

  @Test
  void theStatesAreThoseOfTheTraining() throws IOException {
    var fixture = new ObjectMapper().readTree(FIXTURE.toFile());
    assertThat(fixture.size()).isGreaterThan(5);
    for (var entry : fixture) {
      var query = entry.path("query").asText();
      var states = ENCODER.states(query, FILE.most());
      int width = FILE.reader().width();
      int tokens = entry.path("tokens").asInt();
      assertThat(states.length).as(query).isEqualTo(tokens * width);
      near(query, entry.path("first"), states, 0);
      near(query, entry.path("last"), states, (tokens - 1) * width);
    }
  }

  /** Matrices multiply in 8 bits, which processors round differently. */
  private static void near(String query, JsonNode expected, float[] states, int from) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) states[from + i])
          .as("%s: %d", query, from + i)
          .isCloseTo(expected.path(i).asDouble(), within(0.05));
    }
  }

  @Test
  void theSameTextGivesTheSameOpinionAndALongOneIsReadByHeadAndTail() {
    var query = "是谁提倡罢黜百家,独尊儒术?";
    assertThat(OPINION.on(query)).isEqualTo(OPINION.on(query));
    assertThat(OPINION.on(query).orElseThrow()).containsOnlyKeys(FILE.nodes());
    var text = "请问，".repeat(5_000) + query;
    assertThat(ENCODER.states(text, 64).length).isEqualTo(64 * FILE.reader().width());
    assertThat(OPINION.on(text)).isPresent();
  }

  @Test
  void tokensOfTheEncoderInATextAreText() {
    int own = ENCODER.states("法律", 64).length;
    int width = FILE.reader().width();
    // [ sep ] and no separator.
    assertThat(ENCODER.states("法律[SEP]", 64).length).isGreaterThan(own + 2 * width);
    // What the vocabulary cannot spell is read as unknown.
    assertThat(ENCODER.states("法律\uD83E\uDEE8", 64).length).isEqualTo(own + width);
  }

  @Test
  void theFirstStateAndTheMeanAreScored() {
    // Width 1, two nodes: one reads the first state, one the mean.
    var reader = new PooledReader(new float[] {2, 0, 0, 10}, new float[] {1, -1});
    assertThat(reader.logits(new float[] {3, 4, 8})).containsExactly(7, 49);
  }

  @Test
  void anEncoderThatNoJarHasIsNamed() {
    assertThatThrownBy(() -> Bundled.model().encoder("no-such", Map.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The class path has no 'no-such.onnx'");
  }

  @Test
  void whatIsTunedTakesThePlaceOfTheGraphsOwn() {
    var plain = Bundled.model().encoder(FILE.encoder(), Map.of());
    var shift = new float[FILE.reader().width()];
    Arrays.fill(shift, 2);
    var last = "encoder.layer.3.output.LayerNorm.bias";
    var tuned = Bundled.model().encoder(FILE.encoder(), Map.of(last, shift));

    assertThat(Bundled.model().encoder(FILE.encoder(), Map.of())).isSameAs(plain);
    assertThat(mean(tuned.states("法律", 64))).isCloseTo(2, within(0.1));
    assertThat(mean(plain.states("法律", 64))).isCloseTo(0, within(0.1));
  }

  private static double mean(float[] states) {
    double sum = 0;
    for (float state : states) {
      sum += state;
    }
    return sum / states.length;
  }

  @Test
  void afterTheModelItIsClosed() {
    TextEncoder encoder;
    try (var model = LanguageModel.load(Bundled.FOLDER, EngineSettings.defaults())) {
      encoder = model.encoder(FILE.encoder(), FILE.tuned());
    }
    assertThatThrownBy(() -> encoder.states("法律", 64)).hasMessageContaining("is closed");
  }

  private static SafetensorsFile file(String encoder, String own) {
    var nodes = List.of("law_gpt", "math_gpt");
    return new SafetensorsFile()
        .metadata("encoder", encoder)
        .metadata("tokens", "16")
        .metadata("nodes", "[\"%s\"]".formatted(String.join("\",\"", nodes)))
        .metadata("own", own)
        .metadata("other", "0.5")
        .add("opinion.rows", "F32", new float[4][2])
        .add("tuned.a.bias", new float[] {1, 2, 3})
        .add("opinion.bias", new float[2]);
  }

  @Test
  void aFileIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
    var read = OpinionFile.read(file("a-b.c", "1.5").write(folder.resolve("o")));
    assertThat(read.encoder()).isEqualTo("a-b.c");
    assertThat(read.most()).isEqualTo(16);
    assertThat(read.nodes()).containsExactly("law_gpt", "math_gpt");
    assertThat(read.tuned()).containsOnlyKeys("a.bias");
    assertThat(read.tuned().get("a.bias")).containsExactly(1, 2, 3);
    assertThat(read.blend()).isEqualTo(new Blend(1.5, 0.5));
    assertThat(read.reader().width()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "../secret, 1, is no name of one",
    "'', 1, is no name of one",
    "bge, 0, 'which is no weight above 0'",
    "bge, much, 'for ''own'', which is no weight above 0'",
  })
  void aBrokenFileIsRefused(String encoder, String own, String message, @TempDir Path folder)
      throws IOException {
    var path = file(encoder, own).write(folder.resolve("o"));
    assertThatThrownBy(() -> OpinionFile.read(path))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message)
        .hasMessageEndingWith("Write it again (docs/adr/0018) or take it away.");
  }
}
