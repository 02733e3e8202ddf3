package io.octograph.store;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again, but not for ever. */
final class Wait {
  private static final long LOOK_NANOS = 5_000_000;
  private static final int LOOKS = 6_000;

  private Wait() {}

  static void until(String what, BooleanSupplier condition) {
    for (int i = 0; i < LOOKS; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      tick();
    }
    throw new AssertionError("This never came: " + what);
  }

  static void tick() {
    LockSupport.parkNanos(LOOK_NANOS);
  }
}
