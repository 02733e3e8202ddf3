package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.Logits.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguageModelTest {
  private static final LanguageModel MODEL = Bundled.model();
  private static final int[] PROMPT = prompt("What is the capital of France?");

  static int[] prompt(String question) {
    var chat = ChatTemplate.of(MODEL.tokenizer());
    return Prompt.join(chat.turn("user", MODEL.tokenizer().encode(question)), chat.open());
  }

  @Test
  void readingInPiecesGivesTheLogitsOfReadingAtOnce() {
    float[] atOnce;
    try (var sequence = MODEL.start(Optional.empty())) {
      atOnce = sequence.append(PROMPT, Rows.VOCABULARY).vocabulary();
      assertThat(sequence.length()).isEqualTo(PROMPT.length);
    }
    try (var sequence = MODEL.start(Optional.empty())) {
      Logits logits = null;
      for (int id : PROMPT) {
        logits = sequence.append(new int[] {id}, Rows.VOCABULARY);
      }
      assertClose(logits.vocabulary(), atOnce);
    }
    try (var sequence = MODEL.start(Optional.empty(), Arrays.copyOf(PROMPT, 5))) {
      var rest = Arrays.copyOfRange(PROMPT, 5, PROMPT.length);
      assertClose(sequence.append(rest, Rows.VOCABULARY).vocabulary(), atOnce);
    }
  }

  @Test
  void leftoversOfAnEarlierRequestDoNotMatter() {
    var fresh = first(PROMPT);
    try (var sequence = MODEL.start(Optional.empty())) {
      sequence.append(
          MODEL.tokenizer().encode("Something else, and longer. ".repeat(20)), Rows.NONE);
    }
    assertThat(first(PROMPT)).isEqualTo(fresh);
  }

  @Test
  void theCacheGrowsWithoutForgetting() {
    var ids = MODEL.tokenizer().encode("The quick brown fox jumps over the lazy dog. ".repeat(30));
    var atOnce = first(ids);
    try (var sequence = MODEL.start(Optional.empty())) {
      sequence.append(Arrays.copyOf(ids, 100), Rows.NONE);
      sequence.append(Arrays.copyOfRange(ids, 100, 200), Rows.NONE);
      var rest = Arrays.copyOfRange(ids, 200, ids.length);
      assertClose(sequence.append(rest, Rows.VOCABULARY).vocabulary(), atOnce);
    }
  }

  @Test
  void requestsAtTheSameTimeDoNotMixUp() throws Exception {
    var other = prompt("Name three rivers of Africa.");
    var expected = List.of(first(PROMPT), first(other));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, 8)
              .mapToObj(i -> threads.submit(() -> first(i % 2 == 0 ? PROMPT : other)))
              .toList();
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(expected.get(i % 2));
      }
    }
  }

  @Test
  void computesOnlyTheRowsAskedFor() {
    try (var sequence = MODEL.start(Optional.empty())) {
      var none = sequence.append(PROMPT, Rows.NONE);
      assertThat(none.vocabulary()).isEmpty();
      assertThat(none.functional()).isEmpty();
      var several = sequence.append(new int[] {28, 29, 30}, 1, Rows.VOCABULARY);
      assertThat(several).hasSize(2);
      assertThat(several.getFirst().vocabulary()).hasSize(MODEL.config().shape().vocabulary());
      assertThat(several.getFirst().functional()).isEmpty();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItRuns() {
    try (var sequence = MODEL.start(Optional.empty())) {
      assertThatThrownBy(() -> sequence.append(new int[8193], Rows.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("8193 tokens cannot follow 0: the context holds 8192");
    }
  }

  private static float[] first(int[] ids) {
    try (var sequence = MODEL.start(Optional.empty())) {
      return sequence.append(ids, Rows.VOCABULARY).vocabulary();
    }
  }

  /**
   * Runs of one token use other kernels than runs of several, and those sum in another order: the
   * int8 steps of the activations then fall otherwise here and there.
   */
  private static void assertClose(float[] actual, float[] expected) {
    double dot = 0;
    double actualSquares = 0;
    double expectedSquares = 0;

    for (int i = 0; i < expected.length; i++) {
      dot += (double) actual[i] * expected[i];
      actualSquares += (double) actual[i] * actual[i];
      expectedSquares += (double) expected[i] * expected[i];
    }
    assertThat(dot / Math.sqrt(actualSquares * expectedSquares)).isGreaterThan(0.999);
    assertThat(argmax(actual)).isEqualTo(argmax(expected));
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
