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

  /** The memory of the caches that its runs read and write; the network closes it. */
  CacheMemory memory();

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

  /**
   * Whether {@link #look} can be called for sequences with this adapter; asking begins to load what
   * it needs, where there is such a thing. Any thread may ask.
   */
  default boolean looks(Adapter adapter) {
    return false;
  }

  /**
   * Reads one step's tokens with the lower layers alone. Their keys and values in the step's cache
   * are then written up to there, and mean nothing until {@link #run} reads the tokens.
   *
   * @return states after these layers, divided by their root mean square: one row of the model's
   *     width a token, one after the other; empty where that failed, which is logged and not tried
   *     again
   */
  default Optional<float[]> look(Step step, Adapter adapter) {
    return Optional.empty();
  }

  @Override
  void close();
}
