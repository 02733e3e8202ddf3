package io.octograph.openai;

import java.time.Duration;

/**
 * How long a call may keep silent.
 *
 * @param connect until there is a connection
 * @param firstByte from then until the first byte of the answer's body
 * @param idle between two pieces of the body
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A node's timeout for each wait, but never more than five seconds for a connection. */
  public static Timeouts of(Duration timeout) {
    return new Timeouts(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT, timeout, timeout);
  }
}
