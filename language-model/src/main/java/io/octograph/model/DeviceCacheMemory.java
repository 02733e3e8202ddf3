package io.octograph.model;

import io.octograph.model.device.DeviceMemory;
import io.octograph.model.device.ElementType;

/** The memory of the device that a session runs on. */
final class DeviceCacheMemory implements CacheMemory {
  private final DeviceMemory memory;
  private final ModelConfig.Shape shape;
  private final ElementType type;

  /**
   * @param memory which this one closes
   */
  DeviceCacheMemory(DeviceMemory memory, ModelConfig.Shape shape, ElementType type) {
    this.memory = memory;
    this.shape = shape;
    this.type = type;
  }

  @Override
  public KvCache allocate(int capacity) {
    try {
      return DeviceKvCache.allocate(memory, shape, type, capacity);
    } catch (ModelException e) {
      throw new ModelException(
          "There is no memory for %d tokens on the device. Take a smaller model, let fewer requests "
                  .formatted(capacity)
              + "in at a time, or set cpu. ONNX Runtime says: %s".formatted(e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
