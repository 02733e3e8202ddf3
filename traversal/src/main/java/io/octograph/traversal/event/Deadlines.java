package io.octograph.traversal.event;

import io.octograph.traversal.Outcome;
import io.octograph.traversal.Step;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.util.List;

/** Ends walks whose time is over, with what they have. */
record Deadlines(WalkStore walks, Leases leases, Moves moves) {
  private static final String TICK = "tick";

  /** The end of a walk, made now or before; nothing where it is gone, or not due after all. */
  List<Event> end(String traversal) throws RedeliverException {
    var found = walks.find(traversal);
    if (found.isEmpty()) {
      walks.settle(traversal);
      return List.of();
    }
    var walk = found.get();
    var ended = walk.traversal().finished() ? walk : ended(walk);
    return ended.traversal().finished()
        ? List.of(Event.of(ended.traversal().answer(), ended))
        : List.of();
  }

  private StoredWalk ended(StoredWalk walk) throws RedeliverException {
    if (moves.known(walk).isEmpty()) {
      var at = walk.traversal();
      var gone = "Version %d of the graph %s is gone; ask again.";
      return moves.abandon(walk, gone.formatted(at.version(), at.graph()), TICK);
    }
    return moves.move(answered(walk), new Outcome.Tick(), TICK);
  }

  /** Works in answers that were kept and whose events were lost: late, but they count. */
  private StoredWalk answered(StoredWalk overdue) throws RedeliverException {
    var walk = overdue;
    for (var step : overdue.traversal().steps()) {
      if (step.phase() == Step.Phase.OPEN && step.call() != null) {
        var outcome = leases.outcome(step.id());
        walk = outcome.isPresent() ? moves.move(walk, outcome.get(), TICK) : walk;
      }
    }
    return walk;
  }
}
