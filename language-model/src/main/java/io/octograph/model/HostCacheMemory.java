package io.octograph.model;

import ai.onnxruntime.OrtException;
import io.octograph.model.device.ElementType;

/** The JVM's direct memory, whose limit is that of its heap unless it is set. */
record HostCacheMemory(ModelConfig.Shape shape, ElementType type) implements CacheMemory {
  @Override
  public KvCache allocate(int capacity) {
    try {
      return new HostKvCache(shape, type, capacity);
    } catch (OutOfMemoryError | ArithmeticException | OrtException e) {
      throw new ModelException(
          "There is no memory for %d tokens. Give the JVM more by -XX:MaxDirectMemorySize."
              .formatted(capacity),
          e);
    }
  }

  @Override
  public void close() {
    // The JVM's memory has no end but the JVM's.
  }
}
