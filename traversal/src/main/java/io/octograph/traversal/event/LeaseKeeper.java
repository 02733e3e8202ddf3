package io.octograph.traversal.event;

import io.octograph.traversal.Alarm;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Works under leases and renews them while the work goes on, so that a lease can be short: what a
 * dead process held is free again within one lease's time.
 */
public final class LeaseKeeper {
  /** Renewed well before it is over: two renewals may fail. */
  private static final int RENEWALS = 3;

  private final Leases leases;
  private final Settings settings;

  /**
   * @param time of one lease, at least 30 milliseconds
   * @param owners gives a name that nobody ever had, each time
   */
  public record Settings(Duration time, Supplier<String> owners, InstantSource clock, Alarm alarm) {
    public Settings {
      if (time.toMillis() < 30) {
        throw new IllegalArgumentException(
            "A lease of %s is too short to be renewed; give at least 30 ms.".formatted(time));
      }
    }
  }

  /** Work on a step; empty for work that leaves no outcome. */
  interface Work {
    Optional<Outcome> run() throws RedeliverException, InterruptedException;
  }

  public LeaseKeeper(Leases leases, Settings settings) {
    this.leases = leases;
    this.settings = settings;
  }

  Leases leases() {
    return leases;
  }

  /**
   * Does the work, unless it is done already. Its outcome is kept; without one the lease is given
   * back.
   *
   * @return the outcome that is kept, which may be an earlier one
   * @throws RedeliverException if another works on the step, or the work says so
   * @throws InterruptedException if the thread was interrupted, or the lease was lost
   */
  Optional<Outcome> during(String step, Work work) throws RedeliverException, InterruptedException {
    var owner = settings.owners().get();
    return switch (leases.take(step, owner, settings.time())) {
      case Leases.Grant.Done(var outcome) -> Optional.of(outcome);
      case Leases.Grant.Held(var left) ->
          throw new RedeliverException(
              "Step %s is being worked on; its lease is over in %d ms at the earliest."
                  .formatted(step, left.toMillis()));
      case Leases.Grant.Granted() -> granted(step, owner, work);
    };
  }

  private Optional<Outcome> granted(String step, String owner, Work work)
      throws RedeliverException, InterruptedException {
    var renewal = new Renewal(step, owner, Thread.currentThread());
    renewal.set();
    try {
      var outcome = work.run();
      renewal.stop();
      return outcome.map(came -> leases.done(step, came));
    } finally {
      renewal.stop();
      release(step, owner);
    }
  }

  /** After {@link Leases#done} the lease is nobody's, and this does nothing. */
  private void release(String step, String owner) {
    try {
      leases.release(step, owner);
    } catch (StoreException away) {
      // it ends by itself
    }
  }

  private final class Renewal {
    private final String step;
    private final String owner;
    private final Thread worker;
    private boolean stopped;
    private Runnable takeBack = () -> {};

    Renewal(String step, String owner, Thread worker) {
      this.step = step;
      this.owner = owner;
      this.worker = worker;
    }

    synchronized void set() {
      if (!stopped) {
        var next = settings.clock().instant().plus(settings.time().dividedBy(RENEWALS));
        takeBack = settings.alarm().at(next, this::renew);
      }
    }

    synchronized void stop() {
      stopped = true;
      takeBack.run();
    }

    private void renew() {
      if (renewed()) {
        set();
      } else {
        lost();
      }
    }

    private boolean renewed() {
      try {
        return leases.renew(step, owner, settings.time());
      } catch (StoreException away) {
        return true; // it may come back before the lease is over
      }
    }

    private synchronized void lost() {
      if (!stopped) {
        worker.interrupt();
      }
    }
  }
}
