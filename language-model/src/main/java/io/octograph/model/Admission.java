package io.octograph.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets a few requests use the model at a time, a few more wait in the order they came, and refuses
 * the rest at once. Who could not be served before its deadline is refused before it waits.
 */
public final class Admission {
  private static final double NEWEST_COUNTS = 0.2;

  private final Semaphore places;
  private final int concurrent;
  private final int maxWaiting;
  private final LongSupplier nanoTime;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong usualNanos = new AtomicLong();

  /** Takes the clock, {@code System::nanoTime} but for tests. */
  public Admission(int concurrent, int maxWaiting, LongSupplier nanoTime) {
    this.places = new Semaphore(concurrent, true);
    this.concurrent = concurrent;
    this.maxWaiting = maxWaiting;
    this.nanoTime = nanoTime;
  }

  /** A place at the model; close it to leave. */
  public final class Place implements AutoCloseable {
    private final long since = nanoTime.getAsLong();
    private boolean left;

    private Place() {}

    @Override
    public void close() {
      if (!left) {
        left = true;
        learn(nanoTime.getAsLong() - since);
        places.release();
      }
    }
  }

  /**
   * Waits for a place.
   *
   * @param patience how long the request may wait before its work must begin
   * @throws OverloadedException at once where the queue is full or too slow, else when patience
   *     ends
   * @throws InterruptedException when the calling thread was interrupted while it waited
   */
  public Place enter(Duration patience) throws InterruptedException {
    int ahead = waiting.getAndIncrement();
    try {
      // Unlike tryAcquire() alone, this one does not overtake those who wait.
      if (places.tryAcquire(0, TimeUnit.NANOSECONDS)) {
        return new Place();
      }
      var expected = Duration.ofNanos(usualNanos.get() * (ahead + 1) / concurrent);
      if (ahead >= maxWaiting || expected.compareTo(patience) > 0) {
        throw refusal(ahead, expected);
      }
      if (!places.tryAcquire(nanos(patience), TimeUnit.NANOSECONDS)) {
        throw refusal(ahead, expected);
      }
      return new Place();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Requests that wait now. */
  public int waiting() {
    return waiting.get();
  }

  private void learn(long nanos) {
    usualNanos.updateAndGet(
        usual -> usual == 0 ? nanos : (long) (usual + NEWEST_COUNTS * (nanos - usual)));
  }

  private static OverloadedException refusal(int ahead, Duration expected) {
    var seconds = Math.max(1, (long) Math.ceil(expected.toMillis() / 1000.0));
    return new OverloadedException(
        "The model is busy: %d requests wait already. Try again in %d s.".formatted(ahead, seconds),
        Duration.ofSeconds(seconds));
  }

  private static long nanos(Duration patience) {
    try {
      return patience.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
