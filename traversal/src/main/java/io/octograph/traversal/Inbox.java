package io.octograph.traversal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * What comes to a walk from its steps, in the order it came. What is large waits outside while much
 * lies here already, so that a slow reader slows those who write instead of filling the memory.
 */
final class Inbox<E> {
  private record Entry<E>(E event, int room) {}

  private final int most;
  private final Semaphore room;
  private final BlockingQueue<Entry<E>> entries = new LinkedBlockingQueue<>();

  /** An empty one that holds about so much of what is large; in whatever measure. */
  Inbox(int most) {
    this.most = most;
    this.room = new Semaphore(most, true);
  }

  /** Takes in what is small, at once. */
  void add(E event) {
    entries.add(new Entry<>(event, 0));
  }

  /** Waits for room, then takes it in. What alone is larger than all the room takes all of it. */
  void add(E event, int size) throws InterruptedException {
    int needed = Math.min(size, most);
    room.acquire(needed);
    entries.add(new Entry<>(event, needed));
  }

  /** Waits for the next. */
  E take() throws InterruptedException {
    var entry = entries.take();
    room.release(entry.room());
    return entry.event();
  }
}
