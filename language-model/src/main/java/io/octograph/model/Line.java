package io.octograph.model;

import io.octograph.model.EngineSettings.Load;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses the model, who waits for it and who comes next: the bookkeeping of {@link Admission},
 * which tells it the time and its threads. Not safe for several threads.
 *
 * <p>Places go to the caller that has the fewest; among equals in turn (round robin), and within
 * one caller in the order of coming. A full queue takes one more from a caller that waits with
 * fewer, in place of the newest of the caller that waits with most (McKenney, Stochastic Fairness
 * Queueing, 1990, section 3: buffer stealing): one caller alone may fill it, and none can keep
 * others out.
 */
final class Line {
  /** Why a request was refused. */
  enum Refusal {
    /** As many wait as may. */
    FULL("The model is busy: %1$d requests wait already."),
    /** It could not be done in the time it has. */
    LATE("The model cannot answer in the time that is left; %1$d requests wait."),
    /** It has waited for as long as made sense. */
    PATIENCE("The model was busy for as long as this request could wait."),
    /** It had to make room in a full queue for a caller that waits with fewer. */
    SHARE("The model is busy: this request made room for callers that wait with fewer.");

    private final String sentence;

    Refusal(String sentence) {
      this.sentence = sentence;
    }
  }

  /** One request in the line. */
  final class Ticket {
    private final String key;
    private final long lastStart;
    private final Runnable wake;
    private Optional<Pace.Begun> begun = Optional.empty();
    private Optional<OverloadedException> refusal = Optional.empty();
    private boolean gone;

    private Ticket(String key, long lastStart, Runnable wake) {
      this.key = key;
      this.lastStart = lastStart;
      this.wake = wake;
    }

    /** Whether it has a place. */
    boolean in() {
      return begun.isPresent();
    }

    /** Why it will get none, once that is known. */
    Optional<OverloadedException> refusal() {
      return refusal;
    }

    /** Nanoseconds for which it makes sense to wait on; 0 or less when they are over. */
    long patience(long now) {
      return lastStart - now;
    }
  }

  private final Load load;
  private final Pace pace = new Pace();
  // In the order of their turns.
  private final Map<String, Deque<Ticket>> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> inUse = new HashMap<>();
  private final EnumMap<Refusal, Long> refused = new EnumMap<>(Refusal.class);
  private int waitingNow;
  private int inUseNow;

  Line(Load load) {
    this.load = load;
  }

  /**
   * Takes a request in: into a place, or into the queue.
   *
   * @param left nanoseconds until it must be done
   * @param wake called when a ticket that waited gets a place or a refusal
   * @throws OverloadedException where it could not be done in time, or has no room to wait
   */
  Ticket enter(String key, long now, long left, Runnable wake) {
    pace.passed(now, inUseNow);
    if (left <= 0) {
      throw refuse(Refusal.LATE);
    }
    if (inUseNow < load.atOnce()) {
      // Even where the usual time is too long: else one slow request would shut out all to come.
      var ticket = new Ticket(key, now + left, wake);
      begin(ticket);
      return ticket;
    }
    var ticket = new Ticket(key, now + left - pace.stay(), wake);
    if (pace.untilLeft(ahead(key) + 1) > ticket.patience(now)) {
      throw refuse(Refusal.LATE);
    }
    if (waitingNow >= load.waiting()) {
      makeRoom(key);
    }
    waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(ticket);
    waitingNow++;
    return ticket;
  }

  /** A request is done. Does nothing the second time. */
  void done(Ticket ticket, long now) {
    pace.passed(now, inUseNow);
    if (!ticket.gone) {
      ticket.begun.ifPresent(pace::end);
    }
    leave(ticket, now);
  }

  /** A request gives up its place, used or not, or its place in the queue. */
  void leave(Ticket ticket, long now) {
    pace.passed(now, inUseNow);
    if (ticket.gone) {
      return;
    }
    ticket.gone = true;
    if (ticket.in()) {
      inUseNow--;
      inUse.computeIfPresent(ticket.key, (_, places) -> places == 1 ? null : places - 1);
      admit(now);
    } else if (ticket.refusal.isEmpty()) {
      remove(ticket);
    }
  }

  /** A request has waited for too long. */
  OverloadedException giveUp(Ticket ticket, long now) {
    leave(ticket, now);
    return refuse(Refusal.PATIENCE);
  }

  int waiting() {
    return waitingNow;
  }

  int inUse() {
    return inUseNow;
  }

  Map<Refusal, Long> refused() {
    return new EnumMap<>(refused);
  }

  private void admit(long now) {
    while (inUseNow < load.atOnce() && waitingNow > 0) {
      var ticket = next();
      if (ticket.patience(now) < 0) {
        ticket.refusal = Optional.of(refuse(Refusal.PATIENCE));
      } else {
        begin(ticket);
      }
      ticket.wake.run();
    }
  }

  private void begin(Ticket ticket) {
    ticket.begun = Optional.of(pace.begin());
    inUseNow++;
    inUse.merge(ticket.key, 1, Integer::sum);
  }

  /** Takes out of the queue whose turn it is. */
  private Ticket next() {
    var key = waiting.keySet().stream().min(Comparator.comparing(this::places)).orElseThrow();
    var queue = waiting.remove(key);
    var ticket = queue.remove();
    waitingNow--;
    if (!queue.isEmpty()) {
      waiting.put(key, queue); // Last in turn now.
    }
    return ticket;
  }

  private int places(String key) {
    return inUse.getOrDefault(key, 0);
  }

  /**
   * Those who would come before one more of that caller, were all callers to have as many places.
   */
  private int ahead(String key) {
    int own = length(key);
    return waiting.keySet().stream()
        .mapToInt(other -> other.equals(key) ? own : Math.min(length(other), own + 1))
        .sum();
  }

  private int length(String key) {
    return waiting.getOrDefault(key, new ArrayDeque<>()).size();
  }

  private void makeRoom(String key) {
    var longest = waiting.keySet().stream().max(Comparator.comparing(this::length));
    if (longest.isEmpty() || length(longest.get()) < length(key) + 2) {
      throw refuse(Refusal.FULL);
    }
    var newest = waiting.get(longest.get()).getLast();
    remove(newest);
    newest.refusal = Optional.of(refuse(Refusal.SHARE));
    newest.wake.run();
  }

  private void remove(Ticket ticket) {
    var queue = waiting.get(ticket.key);
    queue.remove(ticket);
    waitingNow--;
    if (queue.isEmpty()) {
      waiting.remove(ticket.key);
    }
  }

  /** Says to come back when those who wait now have begun. */
  private OverloadedException refuse(Refusal reason) {
    refused.merge(reason, 1L, Long::sum);
    long seconds = Math.max(1, (long) Math.ceil(pace.untilLeft(waitingNow + 1) / 1e9));
    return new OverloadedException(
        (reason.sentence + " Try again in %2$d s.").formatted(waitingNow, seconds),
        Duration.ofSeconds(seconds));
  }
}
