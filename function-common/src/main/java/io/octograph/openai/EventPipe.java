package io.octograph.openai;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Events that one virtual thread makes while another sends them. The maker is a few events ahead of
 * the reader: a slow reader slows it; one that reads nothing for long, or goes, ends it.
 */
public final class EventPipe implements EventStream {
  private static final Logger LOG = Logger.getLogger(EventPipe.class);

  private static final int AHEAD = 256;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Makes events; interrupted when nobody reads them any more. */
  public interface Maker {
    /**
     * Puts all events into the pipe, and returns at the end.
     *
     * @throws ApiException where they break off, or never begin
     */
    void make(EventPipe pipe) throws InterruptedException;
  }

  /** Nobody reads any more. Thrown to a maker by {@link #put}; let it pass. */
  public static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Gone() {
      super(null, null, false, false);
    }
  }

  private final int ahead;
  private final Duration patience;
  private final Thread maker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition news = lock.newCondition();
  private final Queue<byte[]> events = new ArrayDeque<>();
  private Optional<ApiException> broken = Optional.empty();
  private boolean ended;

  EventPipe(Maker maker, int ahead, Duration patience) {
    this.ahead = ahead;
    this.patience = patience;
    this.maker = Thread.ofVirtual().name("events").unstarted(() -> run(maker));
  }

  /**
   * Begins to make events, and waits for the first or for the end.
   *
   * @throws ApiException if they break off before the first
   * @throws InterruptedException if the client has gone
   */
  public static EventPipe open(Maker maker) throws InterruptedException {
    return new EventPipe(maker, AHEAD, PATIENCE).begin();
  }

  EventPipe begin() throws InterruptedException {
    maker.start();
    try {
      awaitNews();
      if (events.isEmpty() && broken.isPresent()) {
        throw broken.get();
      }
      return this;
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Puts in whole events. For the maker alone; waits while the reader is far behind. */
  public void put(byte[] bytes) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (events.size() >= ahead) {
        if (left <= 0) {
          throw new Gone();
        }
        left = room.awaitNanos(left);
      }
      events.add(bytes);
      news.signal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    awaitNews();
    lock.lock();
    try {
      if (!events.isEmpty()) {
        room.signal();
        return Optional.of(events.remove());
      }
      if (broken.isPresent()) {
        throw broken.get();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    maker.interrupt();
  }

  private void awaitNews() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (events.isEmpty() && !ended) {
        news.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(Maker what) {
    try {
      what.make(this);
      end(Optional.empty());
    } catch (InterruptedException | Gone e) {
      LOG.debug("A client went away in the middle of its answer");
      end(Optional.of(error(499, "client_closed_request", "The client reads no more.")));
    } catch (ApiException e) {
      end(Optional.of(e));
    } catch (RuntimeException | Error e) {
      LOG.error("An answer failed in a way nobody foresaw", e);
      end(Optional.of(error(500, "internal_error", "Something failed here; the log has it.")));
    }
  }

  /** Whatever waits is read first; how it ended always has room. */
  private void end(Optional<ApiException> how) {
    lock.lock();
    try {
      broken = how;
      ended = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private static ApiException error(int status, String code, String message) {
    return ApiError.of(status, code, message).exception();
  }
}
