package io.octograph.traversal.store;

import io.octograph.traversal.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Leases and outcomes in the memory of one process, the oldest making room for new ones. */
public final class MemoryLeases implements Leases {
  private record Lease(String owner, Instant until) {}

  private final InstantSource clock;
  private final Map<String, Lease> leases = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes;

  /**
   * @param most outcomes that are kept, at least 1
   */
  public MemoryLeases(int most, InstantSource clock) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A store of " + most + " outcomes keeps none; give at least 1.");
    }
    this.clock = clock;
    this.outcomes =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
            return size() > most;
          }
        };
  }

  @Override
  public synchronized Grant take(String step, String owner, Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException(
          "A lease of " + time + " is over at once; give at least a millisecond.");
    }
    var outcome = outcomes.get(step);
    if (outcome != null) {
      return new Grant.Done(outcome);
    }
    var now = clock.instant();
    var lease = leases.get(step);
    if (lease != null && !lease.owner().equals(owner) && now.isBefore(lease.until())) {
      return new Grant.Held(Duration.between(now, lease.until()));
    }
    leases.put(step, new Lease(owner, now.plus(time)));
    return new Grant.Granted();
  }

  @Override
  public synchronized boolean renew(String step, String owner, Duration time) {
    var lease = leases.get(step);
    var now = clock.instant();
    if (lease == null || !lease.owner().equals(owner) || !now.isBefore(lease.until())) {
      return false;
    }
    leases.put(step, new Lease(owner, now.plus(time)));
    return true;
  }

  @Override
  public synchronized void release(String step, String owner) {
    leases.computeIfPresent(step, (id, lease) -> lease.owner().equals(owner) ? null : lease);
  }

  @Override
  public synchronized Outcome done(String step, Outcome outcome) {
    leases.remove(step);
    var kept = outcomes.putIfAbsent(step, outcome);
    return kept == null ? outcome : kept;
  }

  @Override
  public synchronized Optional<Outcome> outcome(String step) {
    return Optional.ofNullable(outcomes.get(step));
  }
}
