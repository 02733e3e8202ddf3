package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.util.List;

/**
 * The tokens of one sequence that one run reads.
 *
 * @param owner whose sequence it is; told apart by identity
 * @param cache with room for them after the {@code past}
 * @param past tokens that the cache holds
 * @param ids at least one
 * @param from index of the first id whose logits are wanted; those of all after it are too
 * @param rows which logits
 * @param logits gets them, one entry an id from {@code from} on
 */
record Step(
    Object owner, KvCache cache, int past, int[] ids, int from, Rows rows, List<Logits> logits) {

  /** Ids whose logits are wanted. */
  int wanted() {
    return rows == Rows.NONE ? 0 : ids.length - from;
  }
}
