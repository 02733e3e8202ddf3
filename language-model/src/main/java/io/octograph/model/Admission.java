package io.octograph.model;

import io.octograph.model.EngineSettings.Load;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Lets some requests use the model at a time and some more wait; refuses the rest at once. Callers
 * share it fairly: none can keep others out, however much it asks for. Who could not be served
 * before its time is over is refused before it waits. Safe for use by several threads.
 */
public final class Admission {
  private static final long LONGEST = TimeUnit.DAYS.toNanos(365);

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Line line;
  private long waits;
  private long waitedNanos;

  /** Takes the clock, {@code System::nanoTime} but for tests. */
  public Admission(Load load, LongSupplier nanoTime) {
    this.line = new Line(load);
    this.nanoTime = nanoTime;
  }

  /** A place at the model; close it to leave. On any thread. */
  public final class Place implements AutoCloseable {
    private final Line.Ticket ticket;

    private Place(Line.Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        line.done(ticket, nanoTime.getAsLong());
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * What there is to see of it.
   *
   * @param inUse requests that use the model now
   * @param waiting requests that wait now
   * @param entered requests that got a place so far
   * @param waited how long those waited for it, all together
   * @param refused requests that were refused so far, by reason: {@code full}, {@code late}, {@code
   *     patience} or {@code share}
   */
  public record Seen(
      int inUse, int waiting, long entered, Duration waited, Map<String, Long> refused) {}

  /**
   * Waits for a place.
   *
   * @param key who asks, such as the graph's name: callers share the model evenly by it
   * @param left the time in which the request must be done
   * @throws OverloadedException at once where the queue is full or the time will not do, later when
   *     it turns out so
   * @throws InterruptedException when the calling thread was interrupted before it got a place
   */
  public Place enter(String key, Duration left) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long came = nanoTime.getAsLong();
      var turn = lock.newCondition();
      var ticket = line.enter(key, came, nanos(left), turn::signal);
      try {
        while (!ticket.in()) {
          if (ticket.refusal().isPresent()) {
            throw ticket.refusal().get();
          }
          long now = nanoTime.getAsLong();
          if (ticket.patience(now) <= 0) {
            throw line.giveUp(ticket, now);
          }
          turn.awaitNanos(ticket.patience(now));
        }
      } catch (InterruptedException e) {
        line.leave(ticket, nanoTime.getAsLong());
        throw e;
      }
      waits++;
      waitedNanos += nanoTime.getAsLong() - came;
      return new Place(ticket);
    } finally {
      lock.unlock();
    }
  }

  /** How it stands now. */
  public Seen seen() {
    lock.lock();
    try {
      return new Seen(
          line.inUse(), line.waiting(), waits, Duration.ofNanos(waitedNanos), refused());
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Long> refused() {
    return line.refused().entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> entry.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue));
  }

  private static long nanos(Duration left) {
    if (left.isNegative()) {
      return 0;
    }
    return left.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : left.toNanos();
  }
}
