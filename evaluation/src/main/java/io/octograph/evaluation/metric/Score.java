package io.octograph.evaluation.metric;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * How many of how many.
 *
 * @param right from 0 to {@code of}
 * @param of from 0
 */
public record Score(int right, int of) {
  private static final double Z = 1.96;

  /** How many of these pass. */
  public static <T> Score of(Collection<T> all, Predicate<T> right) {
    return new Score((int) all.stream().filter(right).count(), all.size());
  }

  /** From 0 to 1; 0 of nothing is 0. */
  @JsonProperty
  public double accuracy() {
    return of == 0 ? 0 : (double) right / of;
  }

  /** The lower end of the interval that holds the true share 95 times in 100 (Wilson 1927). */
  @JsonProperty
  public double low() {
    return Math.max(0, middle() - margin());
  }

  /** The upper end of that interval. */
  @JsonProperty
  public double high() {
    return Math.min(1, middle() + margin());
  }

  /** Half the width of that interval, from 0 to 0.5. */
  public double margin() {
    if (of == 0) {
      return 0.5;
    }
    double p = accuracy();
    return Z / (1 + Z * Z / of) * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of));
  }

  private double middle() {
    return of == 0 ? 0.5 : (accuracy() + Z * Z / (2.0 * of)) / (1 + Z * Z / of);
  }

  /** The share alone, such as {@code 73.2 %}; a dash of nothing. */
  public String percent() {
    return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * accuracy());
  }

  @Override
  public String toString() {
    return of == 0
        ? "   -"
        : String.format(
            Locale.ROOT,
            "%5.1f %%  [%4.1f, %5.1f]  %d of %d",
            100 * accuracy(),
            100 * low(),
            100 * high(),
            right,
            of);
  }
}
