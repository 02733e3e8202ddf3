package io.octograph.router.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.graph.Graph;
import io.octograph.router.Waker;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.LeaseKeeper;
import io.octograph.traversal.store.WalkStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Binds the walk by events to this process: its masters, its store, its graphs. */
@Singleton
public class EventWalks {
  private final Decider masters;
  private final RouterGraphs graphs;
  private final InstantSource clock;
  private final Waker waker;
  private final AtomicInteger deciding;

  EventWalks(
      Decider masters,
      RouterGraphs graphs,
      InstantSource clock,
      Waker waker,
      MeterRegistry metrics) {
    this.masters = masters;
    this.graphs = graphs;
    this.clock = clock;
    this.waker = waker;
    this.deciding = metrics.gauge("octograph.event.decisions", new AtomicInteger());
  }

  @Produces
  @Singleton
  EventRunner runner(WalkStore walks, LeaseKeeper keeper) {
    return new EventRunner(
        new EventRunner.Ports(this::decide, walks, keeper, graphs, clock, this::wake));
  }

  private Decision decide(Ask ask, Consumer<Chosen> early)
      throws DecisionException, InterruptedException {
    deciding.incrementAndGet();
    try {
      return masters.decide(ask, early);
    } finally {
      deciding.decrementAndGet();
    }
  }

  private void wake(Graph graph, String worker) {
    Thread.startVirtualThread(() -> waker.wake(graph, worker));
  }
}
