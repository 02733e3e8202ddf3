package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import io.octograph.model.device.DeviceMemory;
import io.octograph.model.device.DeviceTensor;
import io.octograph.model.device.ElementType;
import java.util.ArrayList;
import java.util.List;

/** A cache in the memory of the device that the session runs on: nothing of it crosses the bus. */
final class DeviceKvCache implements KvCache {
  private final int capacity;
  private final int heads;
  private final long bytesAToken;
  private final List<DeviceTensor> tensors = new ArrayList<>();
  private final List<OnnxTensor> forRuns;

  /**
   * @throws ModelException where the device's memory does not suffice
   */
  DeviceKvCache(DeviceMemory memory, ModelConfig.Shape shape, ElementType type, int capacity) {
    this.capacity = capacity;
    this.heads = shape.kvHeads();
    this.bytesAToken = (long) type.bytes() * shape.headSize();
    try {
      while (tensors.size() < 2 * shape.layers()) {
        tensors.add(memory.tensor(type, 1, heads, capacity, shape.headSize()));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.forRuns = tensors.stream().map(DeviceTensor::tensor).toList();
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public List<OnnxTensor> tensors() {
    return forRuns;
  }

  @Override
  public long bytes() {
    return tensors.stream().mapToLong(DeviceTensor::bytes).sum();
  }

  @Override
  public void copyFrom(KvCache cache, int tokens) {
    var other = (DeviceKvCache) cache;
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).copyParts(other.tensors.get(i), heads, tokens * bytesAToken);
    }
  }

  @Override
  public void close() {
    tensors.forEach(DeviceTensor::close);
  }
}
