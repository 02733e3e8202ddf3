package io.octograph.model;

import java.util.List;
import java.util.Optional;

/**
 * An ONNX graph in its session: runs tokens through it. One thread at a time calls {@link #run}; an
 * {@link Engine} sees to that.
 */
interface Network extends AutoCloseable {
  /** The most sequences that one run can carry, 1 or more. */
  int lanes();

  /**
   * Reads every step's tokens and fills its logits. No sequence may have two of the steps.
   *
   * @param steps 1 to {@link #lanes()}
   * @param adapter in use for all of them
   * @return nanoseconds spent in ONNX Runtime; what Java does before and after is not in them
   * @throws ModelException where ONNX Runtime fails; the caches are then as before up to each
   *     step's past
   */
  long run(List<Step> steps, Optional<Adapter> adapter);

  @Override
  void close();
}
