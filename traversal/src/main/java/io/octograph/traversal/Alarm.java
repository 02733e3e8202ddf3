package io.octograph.traversal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Rings at a moment, so that time can be injected: tests ring themselves. */
@FunctionalInterface
public interface Alarm {
  /**
   * Rings once, at the moment or soon after, on any thread.
   *
   * @return takes the alarm back; harmless when it has rung
   */
  Runnable at(Instant moment, Runnable ring);

  /** Rings by the clock, on a virtual thread. */
  static Alarm of(InstantSource clock) {
    return (moment, ring) -> {
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var wait = Duration.between(clock.instant(), moment);
                      Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
                      ring.run();
                    } catch (InterruptedException takenBack) {
                      Thread.currentThread().interrupt();
                    }
                  });
      return thread::interrupt;
    };
  }
}
