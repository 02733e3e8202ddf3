package io.octograph.evaluation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the router bore it.
 *
 * @param clients how many requests were under way at once
 * @param decision times of lone decisions
 * @param whole times of decisions with their rewrites
 * @param errors each message with its count
 */
public record Traffic(int clients, Times decision, Times whole, Map<String, Long> errors) {

  /** Milliseconds as a client measures them; nearest-rank quantiles, 0 where there was none. */
  public record Times(int n, long p50, long p95, long p99) {
    static Times of(List<Verdict> verdicts) {
      List<Long> sorted =
          verdicts.stream()
              .filter(verdict -> verdict.error().isEmpty())
              .map(Verdict::time)
              .map(Duration::toMillis)
              .sorted()
              .toList();
      return new Times(
          sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99));
    }

    /** The nearest-rank quantile of sorted values. */
    static long quantile(List<Long> sorted, double q) {
      return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(q * sorted.size()) - 1);
    }
  }

  static Map<String, Long> errors(List<Verdict> verdicts) {
    return verdicts.stream()
        .flatMap(each -> each.error().stream())
        .collect(Collectors.groupingBy(e -> e, TreeMap::new, Collectors.counting()));
  }
}
