package io.octograph.traversal.store;

import io.octograph.traversal.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Who works on a step, and what came of it: a step is <em>leased</em> (owner, time) and then
 * <em>done</em> (outcome). A lease whose time is over is anybody's. Time is the store's own, so
 * that clocks of processes need not agree. Atomicity, blocking and failures are as in {@link
 * WalkStore}.
 */
public interface Leases {
  /** What came of asking for a lease. */
  sealed interface Grant {
    /** The step is the caller's, for as long as it renews the lease. */
    record Granted() implements Grant {}

    /** Another works on it, for at least this long. */
    record Held(Duration left) implements Grant {}

    /** It is done. */
    record Done(Outcome outcome) implements Grant {}
  }

  /**
   * Asks for the lease of a step.
   *
   * @param step {@code traversal/hop/index}
   * @param owner never the same for two tries; who has the lease is granted it again
   * @param time how long, at least a millisecond
   */
  Grant take(String step, String owner, Duration time);

  /**
   * Prolongs a lease from now on.
   *
   * @return false when the lease is no longer the owner's
   */
  boolean renew(String step, String owner, Duration time);

  /** Gives a lease back without an outcome; another owner's is left alone. */
  void release(String step, String owner);

  /**
   * Keeps what came of a step, unless an outcome is kept already; ends its lease, whoever holds it.
   *
   * @param outcome {@link Outcome.Answered} or {@link Outcome.Failed}
   * @return the outcome that is kept: this one, or the earlier one
   */
  Outcome done(String step, Outcome outcome);

  /** What came of a step, if it is done. */
  Optional<Outcome> outcome(String step);
}
