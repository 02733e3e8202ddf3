package io.octograph.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values were computed by hand. */
class MetricsTest {
  /** Six guesses: at 0.9 one of two is right, at 0.6 both, at 0.2 none. */
  private static final List<Guess> GUESSES =
      List.of(
          new Guess(0.9, true),
          new Guess(0.6, true),
          new Guess(0.2, false),
          new Guess(0.9, false),
          new Guess(0.2, false),
          new Guess(0.6, true));

  @ParameterizedTest
  @CsvSource({
    "80, 100, 0.0777, 0.7112, 0.8666",
    "0, 10, 0.1388, 0, 0.2775",
    "10, 10, 0.1388, 0.7225, 1",
    "0, 0, 0.5, 0, 1"
  })
  void theIntervalIsWilsons(int right, int of, double margin, double low, double high) {
    Score score = new Score(right, of);

    assertThat(score.margin()).isCloseTo(margin, within(0.0005));
    assertThat(score.low()).isCloseTo(low, within(0.0005));
    assertThat(score.high()).isCloseTo(high, within(0.0005));
  }

  @Test
  void sharesOfNothingAreADash() {
    assertThat(new Score(0, 0).percent()).isEqualTo("-");
    assertThat(new Score(1, 3).percent()).isEqualTo("33.3 %");
    assertThat(new Score(587, 802)).hasToString(" 73.2 %  [70.0,  76.1]  587 of 802");
  }

  @Test
  void theCalibrationErrorIsTheMeanDistanceInBinsOfEqualCount() {
    Calibration calibration = Calibration.of(GUESSES, 3);

    // |0 - 0.2| · 2/6 + |1 - 0.6| · 2/6 + |0.5 - 0.9| · 2/6
    assertThat(calibration.error()).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(calibration.bins()).extracting(Calibration.Bin::n).containsExactly(2, 2, 2);
    assertThat(calibration.bins())
        .extracting(Calibration.Bin::right)
        .containsExactly(0.0, 1.0, 0.5);
    assertThat(calibration.bins().getLast().low()).isEqualTo(0.9);
  }

  /** The training's {@code test_training.py} has the same numbers. */
  @Test
  void ofSeventeenGuessesTheEighthBinAndTheLastHaveTwo() {
    List<Guess> guesses =
        IntStream.rangeClosed(1, 17).mapToObj(i -> new Guess(i / 20.0, i % 2 == 1)).toList();
    double alone =
        0.95 + 0.10 + 0.85 + 0.20 + 0.75 + 0.30 + 0.65 + 0.50 + 0.45 + 0.60 + 0.35 + 0.70 + 0.25;
    double pairs = 2 * Math.abs(0.5 - 0.425) + 2 * Math.abs(0.5 - 0.825);

    assertThat(Calibration.of(guesses).error()).isCloseTo((alone + pairs) / 17, within(1e-9));
    assertThat(Calibration.of(guesses.reversed()).error())
        .isCloseTo((alone + pairs) / 17, within(1e-9));
  }

  @Test
  void binsDifferByOneAtMostAndAreNoMoreThanTheGuesses() {
    assertThat(Calibration.of(GUESSES, 4).bins())
        .extracting(Calibration.Bin::n)
        .containsExactly(1, 2, 1, 2);
    assertThat(Calibration.of(GUESSES).bins()).hasSize(6);
    assertThat(Calibration.of(List.of()).error()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6, 3, 6",
    "0.2, 6, 3, 6",
    "0.5, 4, 3, 4",
    "0.6, 4, 3, 4",
    "0.9, 2, 1, 2",
    "0.95, 0, 0, 0"
  })
  void aThresholdBuysWhatHasIt(double threshold, int covered, int right, int of) {
    Coverage point = Coverage.at(GUESSES, threshold);

    assertThat(point.covered()).isEqualTo(new Score(covered, 6));
    assertThat(point.right()).isEqualTo(new Score(right, of));
  }

  @Test
  void theCurveHasAPointEveryTwentieth() {
    assertThat(Coverage.curve(GUESSES)).hasSize(21);
    assertThat(Coverage.curve(GUESSES).get(12)).isEqualTo(Coverage.at(GUESSES, 0.6));
    assertThat(Coverage.curve(GUESSES).getLast().threshold()).isEqualTo(0.99);
  }

  @Test
  void confusionsAreCountedAndTheCommonestComeFirst() {
    Confusion confusion =
        Confusion.of(
            List.of(
                new Confusion.Pair("a", "a"),
                new Confusion.Pair("a", "b"),
                new Confusion.Pair("a", "c"),
                new Confusion.Pair("a", "c"),
                new Confusion.Pair("b", "b")));

    assertThat(confusion.names()).containsExactly("a", "b", "c");
    assertThat(confusion.count("a", "c")).isEqualTo(2);
    assertThat(confusion.count("c", "a")).isZero();
    assertThat(confusion.mistakes(1)).containsExactly(new Confusion.Cell("a", "c", 2));
  }
}
