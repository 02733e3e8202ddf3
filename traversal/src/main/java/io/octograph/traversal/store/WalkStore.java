package io.octograph.traversal.store;

import io.octograph.traversal.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where walks are kept, for a time after their end too (some hours; the store says how long).
 *
 * <p>Every method is atomic by itself and may be called by many processes at once. Doing one twice
 * is harmless. Methods block; they throw {@link StoreException} when the store is away, and then
 * what was asked may or may not have been done.
 */
public interface WalkStore {
  /**
   * Keeps a walk that begins, and its deadline; unless it is kept already.
   *
   * @param walk of revision 0
   * @param deadline when it is overdue
   * @return the walk as it is kept now: this one, or the earlier one
   */
  StoredWalk begin(StoredWalk walk, Instant deadline);

  /** The walk; empty when it never was or its time is over. */
  Optional<StoredWalk> find(String traversal);

  /**
   * What a worker needs of a walk, which is less than all of it.
   *
   * @param query of the walk
   * @param finished whether its answer is there, so that nobody waits for more
   */
  record Asked(Query query, boolean finished) {}

  /** What a worker needs; empty as {@link #find} is. */
  Optional<Asked> asked(String traversal);

  /**
   * Replaces the kept walk if its revision is the one before this walk's.
   *
   * @return false when it is not: another move was faster, or the walk is gone
   */
  boolean replace(StoredWalk next);

  /** Walks whose deadline is over and that nobody has {@linkplain #settle settled}. */
  List<String> overdue(Instant now, int most);

  /** Takes the walk's deadline back: it has ended. */
  void settle(String traversal);
}
