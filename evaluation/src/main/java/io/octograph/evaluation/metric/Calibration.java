package io.octograph.evaluation.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether probabilities mean what they say: the guesses, by rising probability, in bins of equal
 * count, and in each the mean probability beside the share that is right.
 *
 * <p>The expected calibration error is the mean over all guesses of the distance between the two in
 * their bin, {@code Σ (n_b / n) · |right_b − probability_b|} (Naeini et al. 2015), here over {@link
 * #BINS} bins of equal count (Nguyen and O'Connor 2015) rather than of equal width, which would put
 * most guesses of a sure master into one bin.
 *
 * @param error from 0 to 1
 * @param bins by rising probability; fewer than {@link #BINS} where there are fewer guesses
 */
public record Calibration(double error, List<Bin> bins) {
  public static final int BINS = 15;

  /**
   * @param probability the mean of the guesses' probabilities
   * @param right the share of them that is right
   */
  public record Bin(int n, double low, double high, double probability, double right) {}

  public Calibration {
    bins = List.copyOf(bins);
  }

  /** In {@link #BINS} bins. */
  public static Calibration of(List<Guess> guesses) {
    return of(guesses, BINS);
  }

  /** In so many bins, whose counts differ by one at most. */
  static Calibration of(List<Guess> guesses, int most) {
    var sorted = guesses.stream().sorted(Comparator.comparingDouble(Guess::probability)).toList();
    int n = sorted.size();
    int count = Math.min(most, n);
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int i = 0; i < count; i++) {
      Bin bin =
          bin(sorted.subList((int) ((long) n * i / count), (int) ((long) n * (i + 1) / count)));
      bins.add(bin);
      error += bin.n() * Math.abs(bin.right() - bin.probability()) / n;
    }
    return new Calibration(error, bins);
  }

  private static Bin bin(List<Guess> guesses) {
    return new Bin(
        guesses.size(),
        guesses.getFirst().probability(),
        guesses.getLast().probability(),
        guesses.stream().mapToDouble(Guess::probability).average().orElseThrow(),
        Score.of(guesses, Guess::right).accuracy());
  }
}
