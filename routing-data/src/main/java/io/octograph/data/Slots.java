package io.octograph.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out what is still to be asked: always of the slot that is furthest behind, so that a run
 * that is stopped leaves balanced rows. Safe for several threads.
 */
final class Slots {
  /** So many orders in a row without a row, and a slot is given up. */
  static final int BARREN = 8;

  /**
   * @param number of the order within its slot
   * @param count rows, at least 1
   */
  record Share(Slot slot, int number, int count) {}

  private final Map<Slot, Integer> wanted;
  private final Map<Slot, Integer> kept;
  private final Map<Slot, Integer> numbers = new HashMap<>();
  private final Map<Slot, Integer> underWay = new HashMap<>();
  private final Map<Slot, Integer> barren = new HashMap<>();
  private final int batch;
  private int orders;
  private boolean stopped;

  /**
   * @param kept what is there already
   * @param before gives each slot its first number
   */
  Slots(Map<Slot, Integer> wanted, Map<Slot, Integer> kept, Journal before, int batch) {
    this.wanted = new LinkedHashMap<>(wanted);
    this.kept = new HashMap<>(kept);
    this.batch = batch;
    wanted.keySet().forEach(slot -> numbers.put(slot, before.next(slot)));
  }

  /** The next share; waits while others may yet come to less; empty at the end. */
  synchronized Optional<Share> take() throws InterruptedException {
    while (!stopped) {
      Optional<Slot> next =
          wanted.keySet().stream().filter(this::open).min(Comparator.comparingDouble(this::done));
      if (next.isPresent()) {
        return next.map(this::share);
      } else if (orders == 0) {
        return Optional.empty();
      }
      wait();
    }
    return Optional.empty();
  }

  private Share share(Slot slot) {
    int count = Math.min(batch, missing(slot));
    underWay.merge(slot, count, Integer::sum);
    orders++;
    return new Share(slot, numbers.merge(slot, 1, Integer::sum) - 1, count);
  }

  /**
   * Ends a share.
   *
   * @param rows that came of it
   */
  synchronized void done(Share share, int rows) {
    end(share);
    kept.merge(share.slot(), rows, Integer::sum);
    barren.put(share.slot(), rows > 0 ? 0 : barren.getOrDefault(share.slot(), 0) + 1);
  }

  /** Ends a share that could not be asked for. */
  synchronized void failed(Share share) {
    end(share);
  }

  private void end(Share share) {
    underWay.merge(share.slot(), -share.count(), Integer::sum);
    orders--;
    notifyAll();
  }

  /** Nothing is handed out any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized boolean stopped() {
    return stopped;
  }

  private boolean open(Slot slot) {
    return missing(slot) > 0 && barren.getOrDefault(slot, 0) < BARREN;
  }

  private int missing(Slot slot) {
    return wanted.get(slot) - kept.getOrDefault(slot, 0) - underWay.getOrDefault(slot, 0);
  }

  private double done(Slot slot) {
    return 1 - missing(slot) / (double) wanted.get(slot);
  }
}
