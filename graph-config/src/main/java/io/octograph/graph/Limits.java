package io.octograph.graph;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a walk ends, with what it has by then.
 *
 * @param hops most decisions one after the other, 1 to 100
 * @param calls most calls of workers, 1 to 1000
 * @param deadline from the query to the end of the answer, up to one hour
 * @param cost in the currency of {@link Price}; positive infinity when there is no limit
 */
public record Limits(int hops, int calls, Duration deadline, double cost) {
  public static final Limits DEFAULT =
      new Limits(6, 8, Duration.ofSeconds(120), Double.POSITIVE_INFINITY);

  public Limits {
    Objects.requireNonNull(deadline, "Limits need a deadline, e.g. 120 s.");
  }
}
