package io.octograph.store;

import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.MemoryDeadLetters;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.WalkStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The stores of one process. */
class MemoryStoresTest extends StoreContract {
  private final AtomicReference<Instant> now = new AtomicReference<>(SomeWalks.NOON);
  private final WalkStore walks = new MemoryWalks(100);
  private final Leases leases = new MemoryLeases(100, now::get);

  @Override
  WalkStore walks() {
    return walks;
  }

  @Override
  Leases leases() {
    return leases;
  }

  @Override
  DeadLetters letters() {
    return new MemoryDeadLetters(3);
  }

  @Override
  void tick() {
    now.updateAndGet(instant -> instant.plusMillis(5));
  }
}
