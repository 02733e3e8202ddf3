package io.octograph.model.device;

import ai.onnxruntime.OnnxTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * One sequence's keys and values in a device's memory, which runs read and write in place: each
 * tensor is a run's past and its present, so that nothing crosses the bus. The length of the
 * sequence is told to the graph beside them; what lies above it has no meaning.
 */
public final class DeviceKvCache implements AutoCloseable {
  private final int heads;
  private final long bytesAToken;
  private final List<DeviceTensor> tensors = new ArrayList<>();

  /**
   * The measures of each tensor, [1, heads, capacity, headSize].
   *
   * @param heads of keys and values
   * @param capacity the most tokens
   * @param headSize elements of a head
   */
  public record Shape(int heads, int capacity, int headSize) {}

  /**
   * A cache without a sequence.
   *
   * @param layers of the model; each has a tensor of keys and one of values
   * @throws io.octograph.model.ModelException where the memory does not suffice
   */
  public DeviceKvCache(DeviceMemory memory, int layers, ElementType type, Shape shape) {
    this.heads = shape.heads();
    this.bytesAToken = (long) type.bytes() * shape.headSize();
    try {
      while (tensors.size() < 2 * layers) {
        tensors.add(memory.tensor(type, 1, shape.heads(), shape.capacity(), shape.headSize()));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Makes it the cache of the binding's next runs.
   *
   * @param past the graph's inputs: keys, then values, of the first layer, then of the next
   * @param present the outputs, in the same order
   */
  public void bind(IoBinding binding, List<String> past, List<String> present) {
    if (past.size() != tensors.size() || present.size() != tensors.size()) {
      throw new IllegalArgumentException(
          "%d inputs and %d outputs are named for a cache of %d tensors. Name each once."
              .formatted(past.size(), present.size(), tensors.size()));
    }
    for (int i = 0; i < tensors.size(); i++) {
      binding.input(past.get(i), tensors.get(i));
      binding.output(present.get(i), tensors.get(i));
    }
  }

  /**
   * Its tensors for the Java API's runs: keys, then values, of the first layer, then of the next.
   */
  public List<OnnxTensor> tensors() {
    return tensors.stream().map(DeviceTensor::tensor).toList();
  }

  /** Takes over another cache's first {@code tokens} tokens, within the device. */
  public void copyFrom(DeviceKvCache other, int tokens) {
    for (int i = 0; i < tensors.size(); i++) {
      tensors.get(i).copyParts(other.tensors.get(i), heads, tokens * bytesAToken);
    }
  }

  /** The device's memory that it takes. */
  public long bytes() {
    return tensors.stream().mapToLong(DeviceTensor::bytes).sum();
  }

  @Override
  public void close() {
    tensors.forEach(DeviceTensor::close);
  }
}
