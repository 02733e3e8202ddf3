package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import io.octograph.model.device.DeviceMemory;
import io.octograph.model.device.DeviceTensor;
import io.octograph.model.device.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * A cache in the memory of the device that the session runs on: nothing of it crosses the bus.
 *
 * @param heads of keys and values
 * @param parts its tensors there
 * @param tensors the same for the Java API's runs
 */
record DeviceKvCache(int capacity, int heads, List<DeviceTensor> parts, List<OnnxTensor> tensors)
    implements KvCache {

  /**
   * A cache without a sequence.
   *
   * @throws ModelException where the device's memory does not suffice
   */
  static DeviceKvCache allocate(
      DeviceMemory memory, ModelConfig.Shape shape, ElementType type, int capacity) {
    var parts = new ArrayList<DeviceTensor>();
    try {
      while (parts.size() < 2 * shape.layers()) {
        parts.add(memory.tensor(type, 1, shape.kvHeads(), capacity, shape.headSize()));
      }
    } catch (RuntimeException e) {
      parts.forEach(DeviceTensor::close);
      throw e;
    }
    var tensors = parts.stream().map(DeviceTensor::tensor).toList();
    return new DeviceKvCache(capacity, shape.kvHeads(), List.copyOf(parts), tensors);
  }

  @Override
  public long bytes() {
    return parts.size() * parts.getFirst().bytes();
  }

  @Override
  public void copyFrom(KvCache cache, int tokens) {
    var other = (DeviceKvCache) cache;
    requireBothHold(other, tokens);
    long bytesEach = parts.getFirst().bytes() / heads / capacity * tokens;
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).copyParts(other.parts.get(i), heads, bytesEach);
    }
  }

  @Override
  public void close() {
    parts.forEach(DeviceTensor::close);
  }
}
