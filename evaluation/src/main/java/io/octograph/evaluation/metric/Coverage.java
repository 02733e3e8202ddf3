package io.octograph.evaluation.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a least probability buys: of the guesses that have it, how many there are and how many are
 * right (the risk-coverage curve, El-Yaniv and Wiener 2010).
 *
 * @param threshold the least probability, from 0 to 1
 * @param covered of all guesses, those that have it
 * @param right of those, the right ones
 */
public record Coverage(double threshold, Score covered, Score right) {
  private static final int STEPS = 20;

  /** At 0, 0.05, … 0.95, and at 0.99. */
  public static List<Coverage> curve(List<Guess> guesses) {
    return IntStream.rangeClosed(0, STEPS)
        .mapToObj(step -> at(guesses, step == STEPS ? 0.99 : (double) step / STEPS))
        .toList();
  }

  static Coverage at(List<Guess> guesses, double threshold) {
    var kept = guesses.stream().filter(guess -> guess.probability() >= threshold).toList();
    return new Coverage(
        threshold, new Score(kept.size(), guesses.size()), Score.of(kept, Guess::right));
  }
}
