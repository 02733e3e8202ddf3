package io.octograph.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * How many of how many.
 *
 * @param right from 0 to {@code of}
 * @param of from 0
 */
public record Score(int right, int of) {
  static Score of(List<Verdict> verdicts) {
    return new Score((int) verdicts.stream().filter(Verdict::right).count(), verdicts.size());
  }

  /** From 0 to 1; 0 of nothing is 0. */
  public double accuracy() {
    return of == 0 ? 0 : (double) right / of;
  }

  /**
   * Half the width of the interval that holds the true accuracy 95 times in 100 (Wilson 1927), from
   * 0 to 0.5.
   */
  public double margin() {
    if (of == 0) {
      return 0.5;
    }
    double z = 1.96;
    double p = accuracy();
    return z / (1 + z * z / of) * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%5.1f %%  (%d of %d)", 100 * accuracy(), right, of);
  }
}
