package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.octograph.model.Logits.Rows;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the lower layers alone say of tokens. */
@Timeout(60)
class EarlyLayersTest {
  private static final LanguageModel MODEL = Bundled.model();
  private static final Optional<Adapter> ADAPTER =
      Optional.of(MODEL.adapter(Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors")));
  private static final int WIDTH = MODEL.config().shape().hiddenSize();
  private static final int[] TEXT =
      MODEL.tokenizer().encode("Why does a ship of steel float? 是谁提倡罢黜百家,独尊儒术?");

  @BeforeAll
  static void load() {
    try (var sequence = MODEL.start(ADAPTER)) {
      var states = sequence.look(TEXT);
      while (states.isEmpty()) {
        states = sequence.look(TEXT);
      }
    }
  }

  private static float[] look(int[] ids) {
    try (var sequence = MODEL.start(ADAPTER)) {
      return sequence.look(ids).orElseThrow();
    }
  }

  @Test
  void statesAreDividedByTheirRootMeanSquare() {
    var states = look(TEXT);
    assertThat(states).hasSize(TEXT.length * WIDTH);
    for (int token = 0; token < TEXT.length; token++) {
      double squares = 0;
      for (int i = 0; i < WIDTH; i++) {
        squares += Math.pow(states[token * WIDTH + i], 2);
      }
      assertThat(Math.sqrt(squares / WIDTH)).as("token %d", token).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void aKeptPrefixIsReadThroughItsCache() {
    var prefix = Arrays.copyOf(TEXT, 5);
    try (var sequence = MODEL.start(ADAPTER, prefix)) {
      var rest = sequence.look(Arrays.copyOfRange(TEXT, 5, TEXT.length)).orElseThrow();
      assertThat(rest).isEqualTo(Arrays.copyOfRange(look(TEXT), 5 * WIDTH, TEXT.length * WIDTH));
    }
  }

  @Test
  void aLookLeavesTheSequenceAsItWas() {
    try (var straight = MODEL.start(ADAPTER);
        var looked = MODEL.start(ADAPTER)) {
      looked.append(Arrays.copyOf(TEXT, 3), Rows.NONE);
      looked.look(new int[] {9, 9, 9, 9, 9, 9}).orElseThrow();
      assertThat(looked.length()).isEqualTo(3);
      var rest = Arrays.copyOfRange(TEXT, 3, TEXT.length);
      straight.append(Arrays.copyOf(TEXT, 3), Rows.NONE);
      var expected = straight.append(rest, Rows.ALL);
      var actual = looked.append(rest, Rows.ALL);
      assertThat(actual.vocabulary()).isEqualTo(expected.vocabulary());
      assertThat(actual.functional()).isEqualTo(expected.functional());
    }
  }

  @Test
  void longTextsAreReadInPieces() {
    var ids = MODEL.tokenizer().encode("The quick brown fox jumps over the lazy dog. ".repeat(40));
    assertThat(ids.length).isGreaterThan(Sequence.MOST_TOKENS_A_RUN + 50);
    var states = look(ids);
    assertThat(states).hasSize(ids.length * WIDTH);
    var head = Arrays.copyOf(states, 100 * WIDTH);
    assertThat(head).isEqualTo(look(Arrays.copyOf(ids, 100)));
  }

  @Test
  void whoHasNoneGetsNone() {
    try (var plain = MODEL.start(Optional.empty())) {
      assertThat(plain.look(TEXT)).isEmpty();
    }
    var settings = EngineSettings.defaults();
    var off = settings.withDecoding(settings.decoding().withEarly(false));
    try (var model = LanguageModel.load(Bundled.FOLDER, off);
        var sequence = model.start(Optional.of(model.adapter(ADAPTER.orElseThrow().file())))) {
      assertThat(sequence.look(TEXT)).isEmpty();
    }
    assertThat(MODEL.earlyDepth()).hasValue(10);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (var sequence = MODEL.start(ADAPTER)) {
      assertThatThrownBy(() -> sequence.look(new int[8193]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("8193 tokens cannot follow 0");
    }
  }
}
