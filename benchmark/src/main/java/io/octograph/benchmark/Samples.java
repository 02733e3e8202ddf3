package io.octograph.benchmark;

import java.util.Arrays;
import java.util.Collection;

/**
 * Measured values of one kind.
 *
 * @param sorted the smallest first; at least one
 */
record Samples(double[] sorted) {
  Samples {
    if (sorted.length == 0) {
      throw new IllegalArgumentException(
          "There is no value to take a quantile of; measure at least once.");
    }
    sorted = sorted.clone();
    Arrays.sort(sorted);
  }

  static Samples of(Collection<Double> values) {
    return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The nearest-rank quantile, {@code q} from 0 to 1. */
  double quantile(double q) {
    return sorted[Math.max(0, (int) Math.ceil(q * sorted.length) - 1)];
  }

  /** The median: of an even count the mean of the middle two. */
  double p50() {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  double p99() {
    return quantile(0.99);
  }

  double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
