package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of every layer for up to {@code capacity} tokens, in memory that the model reads
 * and writes in place: each tensor is a run's past and, pinned, its present. GroupQueryAttention
 * then appends instead of copying. Only the tokens below a sequence's length have a meaning; what
 * lies above is left over from before.
 */
final class KvCache implements AutoCloseable {
  private final ModelConfig.Shape shape;
  private final int capacity;
  private final FloatBuffer[] buffers;
  private final List<OnnxTensor> tensors = new ArrayList<>();

  KvCache(OrtEnvironment environment, ModelConfig config, int capacity) throws OrtException {
    this.shape = config.shape();
    this.capacity = capacity;
    this.buffers = new FloatBuffer[2 * shape.layers()];
    long[] dimensions = {1, shape.kvHeads(), capacity, shape.headSize()};
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] =
          ByteBuffer.allocateDirect(
                  Math.multiplyExact(Float.BYTES * shape.kvHeads() * shape.headSize(), capacity))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      tensors.add(OnnxTensor.createTensor(environment, buffers[i], dimensions));
    }
  }

  int capacity() {
    return capacity;
  }

  /** Keys, then values, of the first layer, then of the next. */
  List<OnnxTensor> tensors() {
    return tensors;
  }

  long bytes() {
    return (long) Float.BYTES * buffers.length * shape.kvHeads() * shape.headSize() * capacity;
  }

  /** Takes over another cache's first {@code tokens} tokens. */
  void copyFrom(KvCache other, int tokens) {
    int length = tokens * shape.headSize();
    for (int i = 0; i < buffers.length; i++) {
      for (int head = 0; head < shape.kvHeads(); head++) {
        int from = head * other.capacity * shape.headSize();
        buffers[i].put(head * capacity * shape.headSize(), other.buffers[i], from, length);
      }
    }
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}
