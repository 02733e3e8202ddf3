package io.octograph.graph;

import java.util.Objects;

/**
 * How many instances a node has.
 *
 * @param min 0 or more; at least 1 with {@link Metric#MEMORY}, which cannot wake a node from zero
 * @param max at least 1 and at least {@code min}
 * @param target per instance: requests in flight, requests per second, or MiB of memory
 */
public record Scale(int min, int max, int target, Metric metric) {
  /** From zero to ten instances, eight requests in flight each. */
  public static final Scale DEFAULT = new Scale(0, 10, 8, Metric.CONCURRENCY);

  public Scale {
    Objects.requireNonNull(metric, "A scale needs a metric, e.g. concurrency.");
  }
}
