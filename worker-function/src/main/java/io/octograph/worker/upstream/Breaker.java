package io.octograph.worker.upstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares an endpoint that keeps failing: after {@value #FAILURES} failures in a row nothing is sent
 * there for a while, then one request at a time until one succeeds. Thread-safe.
 */
final class Breaker {
  static final int FAILURES = 5;
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** A server may ask for a day; other clients' requests should not pay for that unasked. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private int failures;
  private Instant closedUntil = Instant.MIN;

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a request may go there now. After a pause, asking lets one through. */
  synchronized boolean admits() {
    if (clock.instant().isBefore(closedUntil)) {
      return false;
    }
    if (failures >= FAILURES) {
      closedUntil = clock.instant().plus(PAUSE); // the others wait for the outcome of this one
    }
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
    closedUntil = Instant.MIN;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES) {
      closedUntil = clock.instant().plus(PAUSE);
    }
  }

  /** The endpoint asked for a pause itself (429 or 503 with Retry-After). */
  synchronized void pause(Duration wait) {
    Duration kept = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    closedUntil = clock.instant().plus(kept);
  }

  /** How long until a request may go there; zero if now. */
  synchronized Duration left() {
    Instant now = clock.instant();
    return now.isBefore(closedUntil) ? Duration.between(now, closedUntil) : Duration.ZERO;
  }
}
