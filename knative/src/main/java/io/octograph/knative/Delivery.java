package io.octograph.knative;

import java.time.Duration;
import java.util.Map;

/**
 * How the Broker delivers to a subscriber. Every Trigger has all of it, because a Trigger's {@code
 * delivery} replaces the Broker's: a field left out is not the Broker's but nothing.
 *
 * @param retries attempts after the first; the n-th waits {@link #DELAY} × 2ⁿ⁻¹
 * @param timeout of one attempt
 */
record Delivery(int retries, Duration timeout) {
  static final Duration DELAY = Duration.ofMillis(500);

  /** 15.5 s in all: longer than the lease (10 s) that a killed worker leaves behind. */
  private static final int FEWEST = 5;

  /** 8.5 minutes in all. */
  private static final int MOST = 10;

  /**
   * As many retries as fit into the first half of the deadline, when attempts fail at once: the
   * other half is for what the dead letter brings about, a call of the fallback node.
   */
  static Delivery within(Duration deadline, Duration timeout) {
    int retries = FEWEST;
    while (retries < MOST && waits(retries + 1).multipliedBy(2).compareTo(deadline) <= 0) {
      retries++;
    }
    return new Delivery(retries, timeout);
  }

  /** The most: for what no deadline runs for yet. */
  static Delivery longest(Duration timeout) {
    return new Delivery(MOST, timeout);
  }

  /** Why it is as it is, for a manifest. */
  String reason(Duration deadline) {
    String attempts =
        "%d attempts within %s s, if each fails at once"
            .formatted(retries + 1, waits(retries).toMillis() / 1000.0);
    return waits(retries).multipliedBy(2).compareTo(deadline) <= 0
        ? attempts + ": half of the graph's deadline."
        : attempts + ": longer than a lease.";
  }

  private static Duration waits(int retries) {
    return DELAY.multipliedBy((1L << retries) - 1);
  }

  Map<String, Object> spec(Names names) {
    return Manifest.map(
        "retry",
        retries,
        "backoffPolicy",
        "exponential",
        "backoffDelay",
        "PT0.5S",
        "timeout",
        "PT" + timeout.toSeconds() + "S",
        "deadLetterSink",
        Manifest.ref(Pod.SERVING, "Service", names.deadLetter()));
  }
}
