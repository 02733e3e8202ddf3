package io.octograph.model;

/**
 * How fast the model gets through requests that share it, learnt from those that left. A request
 * that stays for a second beside three others has taken a quarter of a second of the model: its
 * share. One request leaves about every usual share while all places are taken, whether the model
 * runs requests side by side, one after the other or together. Not safe for several threads.
 */
final class Pace {
  private static final double NEWEST_COUNTS = 0.2;

  private boolean known;
  private double usualShare;
  private double usualStay;
  private long told;
  private double work;

  /** A request's beginning, to be shown again when it leaves. */
  record Begun(long moment, double work) {}

  /** Time has passed, with so many requests at work since the last call. */
  void passed(long now, int atWork) {
    if (atWork > 0) {
      work += (double) (now - told) / atWork;
    }
    told = now;
  }

  /** A request begins now. */
  Begun begin() {
    return new Begun(told, work);
  }

  /**
   * It leaves now. One that was cancelled counts too: its place was free so much the sooner, and
   * the next one may be cancelled as well.
   */
  void end(Begun begun) {
    double newest = known ? NEWEST_COUNTS : 1;
    usualShare += newest * (work - begun.work() - usualShare);
    usualStay += newest * (told - begun.moment() - usualStay);
    known = true;
  }

  /** Nanoseconds until that many requests have left, all places being taken; 0 until known. */
  long untilLeft(int requests) {
    return (long) (requests * usualShare);
  }

  /** Nanoseconds from a request's beginning to its end, of late; 0 until known. */
  long stay() {
    return (long) usualStay;
  }
}
