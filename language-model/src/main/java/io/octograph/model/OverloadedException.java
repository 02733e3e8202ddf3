package io.octograph.model;

import java.time.Duration;

/** The model has more to do than it can finish in time; the work was refused before it began. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  public OverloadedException(String message, Duration retryAfter) {
    // No trace: it is thrown most when there is least time for it.
    super(message, null, false, false);
    this.retryAfter = retryAfter;
  }

  /** When it is worth to come back, in whole seconds, at least one: HTTP's Retry-After. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
