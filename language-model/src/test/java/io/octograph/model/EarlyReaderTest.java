package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader against its definition, and what of a file is refused. */
class EarlyReaderTest {
  private static final int WIDTH = 5;
  private static final List<String> NODES = List.of("a", "b", "c");
  private static final float[][] QUERIES = random(1, WIDTH, 2);
  private static final float[][] ROWS = random(2, 4 * WIDTH, 3);
  private static final float[] BIAS = {0.5f, 0, -1};

  @TempDir Path folder;

  private static float[][] random(int seed, int rows, int columns) {
    var random = new SplittableRandom(seed);
    var values = new float[rows][columns];
    for (var row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private static SafetensorsFile file() {
    return new SafetensorsFile()
        .metadata("depth", "10")
        .metadata("from", "3")
        .metadata("threshold", "0.6")
        .metadata("nodes", "[\"a\", \"b\", \"c\"]")
        .add("early.queries", "F32", QUERIES)
        .add("early.rows", "F32", ROWS)
        .add("early.bias", BIAS);
  }

  /** Lin et al. 2017, section 2.1, written down as it stands there. */
  private static double[] expected(float[][] states) {
    var parts = new double[4 * WIDTH];
    for (int query = 0; query < 2; query++) {
      var weights = new double[states.length];
      for (int t = 0; t < states.length; t++) {
        for (int i = 0; i < WIDTH; i++) {
          weights[t] += states[t][i] * QUERIES[i][query];
        }
        weights[t] = Math.exp(weights[t]);
      }
      double total = Arrays.stream(weights).sum();
      for (int t = 0; t < states.length; t++) {
        for (int i = 0; i < WIDTH; i++) {
          parts[query * WIDTH + i] += weights[t] / total * states[t][i];
        }
      }
    }
    for (int i = 0; i < WIDTH; i++) {
      for (var state : states) {
        parts[2 * WIDTH + i] += state[i] / states.length;
      }
      parts[3 * WIDTH + i] = states[states.length - 1][i];
    }
    var logits = new double[NODES.size()];
    for (int node = 0; node < logits.length; node++) {
      logits[node] = BIAS[node];
      for (int i = 0; i < parts.length; i++) {
        logits[node] += parts[i] * ROWS[i][node];
      }
    }
    return logits;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "7, 0", "40, 3"})
  void logitsAreTheFormula(int tokens, int first) throws IOException {
    var file = EarlyFile.read(file().write(folder.resolve("reader")));
    assertThat(file.nodes()).isEqualTo(NODES);
    assertThat(file.width()).isEqualTo(WIDTH);
    var states = random(tokens, tokens, WIDTH);
    var flat = new float[tokens * WIDTH];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = states[i / WIDTH][i % WIDTH];
    }
    var logits = file.logits(flat, first);
    var expected = expected(Arrays.copyOfRange(states, first, tokens));
    assertThat(logits).hasSize(expected.length);
    for (int node = 0; node < expected.length; node++) {
      assertThat((double) logits[node]).isCloseTo(expected[node], within(1e-4));
    }
  }

  @Test
  void farApartScoresDoNotOverflow() {
    var reader = new EarlyReader(1, new float[] {1000}, new float[] {1, 0, 0}, new float[1]);
    assertThat(reader.logits(new float[] {1, -1, 2}, 0)).containsExactly(2);
  }

  @Test
  void thereMustBeSomethingToRead() {
    var reader = new EarlyReader(2, new float[2], new float[6], new float[1]);
    assertThatThrownBy(() -> reader.logits(new float[8], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from token 4 on: the prompt has 4");
  }

  static Stream<Arguments> wrongMetadata() {
    return Stream.of(
        Arguments.of("depth", "0", "say '0' for 'depth'"),
        Arguments.of("depth", "ten", "say 'ten' for 'depth', which is no number from 1"),
        Arguments.of("depth", "9.5", "say '9.5' for 'depth'"),
        Arguments.of("from", "-1", "say '-1' for 'from'"),
        Arguments.of("threshold", "0", "say '0' for 'threshold'"),
        Arguments.of("threshold", "1.1", "say '1.1' for 'threshold'"),
        Arguments.of("threshold", "NaN", "say 'NaN' for 'threshold'"),
        Arguments.of("nodes", "a, b, c", "say 'a, b, c' for 'nodes', which is no JSON list"),
        Arguments.of("nodes", "[\"a\", \"b\", \"b\"]", "name the nodes [a, b, b]: one at least"),
        Arguments.of(
            "nodes",
            "[\"a\", \"b\"]",
            "'early.rows' has the shape [20, 3], but its queries and nodes make it [20, 2]"));
  }

  @ParameterizedTest
  @MethodSource("wrongMetadata")
  void wrongMetadataAreNamed(String name, String text, String message) throws IOException {
    var path = file().metadata(name, text).write(folder.resolve("reader"));
    assertThatThrownBy(() -> EarlyFile.read(path))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("The reader " + path)
        .hasMessageContaining("or take it away");
  }

  @ParameterizedTest
  @ValueSource(strings = {"early.queries", "early.rows", "early.bias"})
  void everyTensorIsDue(String missing) throws IOException {
    var file = new SafetensorsFile().metadata("depth", "10").metadata("from", "3");
    file.metadata("threshold", "0.6").metadata("nodes", "[\"a\", \"b\", \"c\"]");
    if (!missing.equals("early.queries")) {
      file.add("early.queries", "F32", QUERIES);
    }
    if (!missing.equals("early.rows")) {
      file.add("early.rows", "F32", ROWS);
    }
    if (!missing.equals("early.bias")) {
      file.add("early.bias", BIAS);
    }
    var path = file.write(folder.resolve("reader"));
    assertThatThrownBy(() -> EarlyFile.read(path))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("it has no tensor '%s' of ", missing);
  }
}
