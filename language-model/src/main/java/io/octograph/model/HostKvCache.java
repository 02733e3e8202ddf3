package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.octograph.model.device.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A cache in the JVM's direct memory, where a run on the CPU works. */
final class HostKvCache implements KvCache {
  private final int capacity;
  private final int heads;
  private final int bytesAToken;
  private final ByteBuffer[] buffers;
  private final List<OnnxTensor> tensors = new ArrayList<>();

  /**
   * @throws OutOfMemoryError where the JVM's direct memory does not suffice
   * @throws ArithmeticException where a tensor is larger than a buffer of the JVM's can be
   */
  HostKvCache(ModelConfig.Shape shape, ElementType type, int capacity) throws OrtException {
    this.capacity = capacity;
    this.heads = shape.kvHeads();
    this.bytesAToken = type.bytes() * shape.headSize();
    this.buffers = new ByteBuffer[2 * shape.layers()];
    int bytes = Math.multiplyExact(heads * bytesAToken, capacity);
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    long[] dimensions = {1, heads, capacity, shape.headSize()};
    for (var buffer : buffers) {
      tensors.add(OnnxTensor.createTensor(Sessions.environment(), buffer, dimensions, type.java()));
    }
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public List<OnnxTensor> tensors() {
    return tensors;
  }

  @Override
  public long bytes() {
    return (long) buffers.length * buffers[0].capacity();
  }

  @Override
  public void copyFrom(KvCache cache, int tokens) {
    var other = (HostKvCache) cache;
    requireBothHold(other, tokens);
    for (int i = 0; i < buffers.length; i++) {
      for (int head = 0; head < heads; head++) {
        int to = head * capacity * bytesAToken;
        int from = head * other.capacity * bytesAToken;
        buffers[i].put(to, other.buffers[i], from, tokens * bytesAToken);
      }
    }
  }

  /** A tensor's values, of a cache of {@link ElementType#FLOAT}. */
  FloatBuffer floats(int tensor) {
    return buffers[tensor].duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}
