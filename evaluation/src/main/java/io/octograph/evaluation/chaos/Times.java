package io.octograph.evaluation.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Times of many of a kind.
 *
 * @param sorted the shortest first
 */
public record Times(List<Duration> sorted) {
  /** Of these, in any order. */
  public static Times of(Collection<Duration> times) {
    return new Times(times.stream().sorted().toList());
  }

  /** The nearest-rank quantile; zero of none. */
  public Duration quantile(double q) {
    return sorted.isEmpty()
        ? Duration.ZERO
        : sorted.get(Math.max(0, (int) Math.ceil(q * sorted.size()) - 1));
  }

  /** Median, 99th in a hundred, and the longest. */
  public String text() {
    return "p50 %s, p99 %s, longest %s"
        .formatted(seconds(quantile(0.5)), seconds(quantile(0.99)), seconds(quantile(1)));
  }

  void into(ObjectNode json) {
    json.put("p50_ms", quantile(0.5).toMillis())
        .put("p99_ms", quantile(0.99).toMillis())
        .put("longest_ms", quantile(1).toMillis());
  }

  static String seconds(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    return String.format(Locale.ROOT, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
  }
}
