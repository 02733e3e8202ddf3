package io.octograph.router.query;

import io.octograph.traversal.Traversal;
import io.octograph.traversal.WalkListener;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.util.Map;
import java.util.Optional;

/** Stores each move of a walk that this process drives. */
final class StoredMoves implements WalkListener {
  private static final int TRIES = 3;

  private final WalkStore walks;
  private StoredWalk last;

  /** Another has moved the walk: it is theirs. */
  static final class Taken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Taken() {
      super(null, null, false, false);
    }
  }

  StoredMoves(WalkStore walks, StoredWalk begun) {
    this.walks = walks;
    this.last = begun;
  }

  /**
   * @throws Taken if another has moved the walk
   * @throws StoreException if the store stays away
   */
  @Override
  public void moved(Traversal traversal) {
    StoredWalk next = new StoredWalk(traversal, last.origin(), last.revision() + 1, Map.of());
    if (!store(next)) {
      throw new Taken();
    }
    last = next;
    if (traversal.finished()) {
      walks.settle(traversal.id());
    }
  }

  /** A try that broke off, here or in the client, may have been successful: its work is found. */
  private boolean store(StoredWalk next) {
    for (int tries = 1; ; tries++) {
      try {
        return walks.replace(next) || walks.find(next.id()).equals(Optional.of(next));
      } catch (StoreException away) {
        if (tries == TRIES) {
          throw away;
        }
      }
    }
  }
}
