package io.octograph.evaluation.mmlu;

import java.util.List;
import java.util.function.Predicate;

/**
 * Two ways on the same questions.
 *
 * @param better questions that only the first way has right, from 0
 * @param worse questions that only the second has right, from 0
 * @param of all questions, at least the two together
 */
public record Paired(int better, int worse, int of) {
  private static final double Z = 1.96;

  static <T> Paired of(List<T> all, Predicate<T> first, Predicate<T> second) {
    return new Paired(
        (int) all.stream().filter(first).filter(second.negate()).count(),
        (int) all.stream().filter(second).filter(first.negate()).count(),
        all.size());
  }

  /** The first way's accuracy less the second's, -1 to 1. */
  public double difference() {
    return of == 0 ? 0 : (double) (better - worse) / of;
  }

  /**
   * The lower end of the interval that holds the true difference 95 times in 100: Agresti and Min,
   * Simple improved confidence intervals for comparing matched proportions (2005), half a question
   * added to each of the four kinds.
   */
  public double low() {
    return Math.max(-1, middle() - margin());
  }

  /** The upper end of that interval. */
  public double high() {
    return Math.min(1, middle() + margin());
  }

  private double middle() {
    return (better - worse) / (of + 2.0);
  }

  private double margin() {
    double discordant = better + worse + 1;
    double gap = better - worse;
    return Z / (of + 2.0) * Math.sqrt(discordant - gap * gap / (of + 2.0));
  }

  /**
   * How probable so uneven a split is where neither way is better, 0 to 1: McNemar's test (1947),
   * exact, two-sided.
   */
  public double p() {
    int n = better + worse;
    double term = -n * Math.log(2); // the logarithm of C(n, 0) / 2^n
    double tail = 0;
    for (int k = 0; k <= Math.min(better, worse); k++) {
      tail += Math.exp(term);
      term += Math.log(n - k) - Math.log(k + 1);
    }
    return Math.min(1, 2 * tail);
  }
}
