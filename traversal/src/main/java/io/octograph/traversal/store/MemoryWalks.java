package io.octograph.traversal.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks in the memory of one process, the oldest making room for new ones; what is overdue is never
 * dropped before it is settled.
 */
public final class MemoryWalks implements WalkStore {
  private final int most;
  private final Map<String, StoredWalk> walks = new LinkedHashMap<>();
  private final Map<String, Instant> deadlines = new LinkedHashMap<>();

  /**
   * @param most walks that are kept, at least 1
   */
  public MemoryWalks(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "A store of " + most + " walks keeps none; give at least 1.");
    }
    this.most = most;
  }

  @Override
  public synchronized StoredWalk begin(StoredWalk walk, Instant deadline) {
    var kept = walks.putIfAbsent(walk.id(), walk);
    if (kept != null) {
      return kept;
    }
    deadlines.put(walk.id(), deadline);
    makeRoom();
    return walk;
  }

  @Override
  public synchronized Optional<StoredWalk> find(String traversal) {
    return Optional.ofNullable(walks.get(traversal));
  }

  @Override
  public synchronized Optional<Asked> asked(String traversal) {
    return find(traversal)
        .map(walk -> new Asked(walk.traversal().query(), walk.traversal().finished()));
  }

  @Override
  public synchronized boolean replace(StoredWalk next) {
    var kept = walks.get(next.id());
    if (kept == null || kept.revision() != next.revision() - 1) {
      return false;
    }
    walks.put(next.id(), next);
    return true;
  }

  @Override
  public synchronized List<String> overdue(Instant now, int most) {
    return deadlines.entrySet().stream()
        .filter(entry -> !now.isBefore(entry.getValue()))
        .sorted(Comparator.comparing(Map.Entry::getValue))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized void settle(String traversal) {
    deadlines.remove(traversal);
  }

  private void makeRoom() {
    var ids = walks.keySet().iterator();
    while (walks.size() > most && ids.hasNext()) {
      if (!deadlines.containsKey(ids.next())) {
        ids.remove();
      }
    }
  }
}
