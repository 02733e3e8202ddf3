package io.octograph.traversal.event;

import io.octograph.graph.Graph;
import io.octograph.traversal.Move;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Walker;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Moves stored walks, against the moves of others: who comes second begins again. */
record Moves(WalkStore walks, KnownGraphs graphs, InstantSource clock) {

  /**
   * Works an outcome in.
   *
   * @param cause whom the commands of the move belong to
   * @return the walk as it is stored now; the same one where the outcome changed nothing
   */
  StoredWalk move(StoredWalk begun, Outcome outcome, String cause) throws RedeliverException {
    var walk = begun;
    while (true) {
      var move = new Walker(graph(walk)).next(walk.traversal(), outcome, now());
      if (move.traversal().equals(walk.traversal())) {
        return walk;
      }
      var next = walk.moved(move, cause);
      if (walks.replace(next)) {
        return next;
      }
      var id = walk.id();
      walk =
          walks.find(id).orElseThrow(() -> new RedeliverException("The walk " + id + " vanished."));
    }
  }

  /** Ends a walk without its rules. */
  StoredWalk abandon(StoredWalk walk, String failure, String cause) throws RedeliverException {
    var ended = walk.traversal().abandoned(failure, now());
    var next = walk.moved(new Move(ended, List.of()), cause);
    if (!walks.replace(next)) {
      throw new RedeliverException("The walk " + walk.id() + " moved while it was ended.");
    }
    return next;
  }

  Graph graph(StoredWalk walk) throws RedeliverException {
    var at = walk.traversal();
    return known(walk)
        .orElseThrow(
            () ->
                new RedeliverException(
                    "The walk %s is on %s version %d, which is not known here."
                        .formatted(at.id(), at.graph(), at.version())));
  }

  Optional<Graph> known(StoredWalk walk) {
    return graphs.find(walk.traversal().graph(), walk.traversal().version());
  }

  private Instant now() {
    return clock.instant();
  }
}
