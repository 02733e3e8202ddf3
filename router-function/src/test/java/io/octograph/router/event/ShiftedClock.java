package io.octograph.router.event;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system's clock, put forward on demand. */
@Alternative
@Singleton
public class ShiftedClock implements InstantSource {
  private static final AtomicReference<Duration> SHIFT = new AtomicReference<>(Duration.ZERO);

  static void forward(Duration time) {
    SHIFT.updateAndGet(time::plus);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(SHIFT.get());
  }
}
