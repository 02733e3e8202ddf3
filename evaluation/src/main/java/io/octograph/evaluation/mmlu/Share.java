package io.octograph.evaluation.mmlu;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * How many of how many.
 *
 * @param right from 0 to {@code of}
 * @param of from 0
 */
public record Share(int right, int of) {
  private static final double Z = 1.96;

  static <T> Share of(Collection<T> all, Predicate<T> right) {
    return new Share((int) all.stream().filter(right).count(), all.size());
  }

  /** From 0 to 1; 0 of nothing is 0. */
  public double value() {
    return of == 0 ? 0 : (double) right / of;
  }

  /** The lower end of the interval that holds the true share 95 times in 100 (Wilson 1927). */
  public double low() {
    return of == 0 ? 0 : Math.max(0, middle() - margin());
  }

  /** The upper end of that interval. */
  public double high() {
    return of == 0 ? 1 : Math.min(1, middle() + margin());
  }

  private double middle() {
    return (value() + Z * Z / (2.0 * of)) / (1 + Z * Z / of);
  }

  private double margin() {
    double p = value();
    return Z / (1 + Z * Z / of) * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of));
  }
}
