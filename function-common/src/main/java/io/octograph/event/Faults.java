package io.octograph.event;

import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.StoreException;
import java.time.Duration;

/** What whoever delivers an event is told when it must be delivered again. */
final class Faults {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Faults() {}

  static ApiError error(Throwable fault) {
    return switch (fault) {
      case RedeliverException later -> ApiError.of(500, "deliver_again", later.getMessage());
      case StoreException away -> storeAway();
      case InterruptedException stopped ->
          ApiError.of(500, "deliver_again", "The work was stopped; send the event again.");
      case ApiException known -> known.error();
      // Funqy wraps what a function's Uni fails with
      default -> fault.getCause() == null ? of(500) : error(fault.getCause());
    };
  }

  static ApiError storeAway() {
    return ApiError.of(503, "store_away", "The store is away; send the event again later.")
        .retryAfter(SOON);
  }

  static ApiError of(int status) {
    return status < 500
        ? ApiError.of(status, "refused", "The event was refused.")
        : ApiError.of(500, "internal_error", "Something failed here; the log has it.");
  }
}
