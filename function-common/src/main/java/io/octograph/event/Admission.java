package io.octograph.event;

/**
 * The place that an event takes among those being handled, from when it is let in until its work is
 * over; that may be later than its request's end, for a broker's patience can be shorter.
 */
final class Admission {
  private enum State {
    WAITING,
    WORKING,
    OVER
  }

  private final Runnable release;
  private State state = State.WAITING;

  Admission(Runnable release) {
    this.release = release;
  }

  /** Says that work begins; false when the request is over already. */
  synchronized boolean begin() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.WORKING;
    return true;
  }

  void workEnded() {
    leave(State.WORKING);
  }

  void requestEnded() {
    leave(State.WAITING);
  }

  private synchronized void leave(State from) {
    if (state == from) {
      state = State.OVER;
      release.run();
    }
  }
}
