package io.octograph.data;

import java.time.Duration;

/** Waits between two tries. */
public interface Pause {
  /** Puts the thread to sleep. */
  Pause SLEEP = Thread::sleep;

  void of(Duration time) throws InterruptedException;
}
