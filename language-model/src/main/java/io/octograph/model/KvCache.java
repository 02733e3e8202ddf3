package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import java.util.List;

/**
 * Keys and values of every layer for up to {@code capacity} tokens, in memory that the model reads
 * and writes in place: each tensor is a run's past and, pinned, its present. GroupQueryAttention
 * then appends instead of copying. Only the tokens below a sequence's length have a meaning; what
 * lies above is left over from before.
 *
 * <p>A {@link CacheMemory} makes it. One thread at a time writes to it; several may copy from it
 * while nobody does.
 */
sealed interface KvCache extends AutoCloseable permits HostKvCache, DeviceKvCache {
  /** The most tokens. */
  int capacity();

  /**
   * Keys, then values, of the first layer, then of the next; each [1, heads, capacity, head size].
   */
  List<OnnxTensor> tensors();

  /** The memory that it takes. */
  long bytes();

  /**
   * Takes over the first tokens of another cache of memory equal to this one's.
   *
   * @param tokens 0 to what both hold
   */
  void copyFrom(KvCache other, int tokens);

  /** At the door of {@link #copyFrom}: beyond a head's tokens lie the next head's. */
  default void requireBothHold(KvCache other, int tokens) {
    if (tokens < 0 || tokens > Math.min(capacity(), other.capacity())) {
      throw new IllegalArgumentException(
          "%d tokens cannot be copied from a cache for %d to one for %d. Copy what both hold."
              .formatted(tokens, other.capacity(), capacity()));
    }
  }

  /** Gives the memory back; nobody runs with it or copies from it any more. */
  @Override
  void close();
}
