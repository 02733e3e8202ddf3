package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.TENSOR_DATA;

import ai.onnxruntime.OnnxTensor;
import java.lang.foreign.MemorySegment;

/**
 * A tensor in a {@link DeviceMemory}, given to runs of the Java API as an input and a pinned
 * output, which they read and write where it lies. Several threads may copy from it while none
 * writes.
 */
public final class DeviceTensor implements AutoCloseable {
  private final OrtApi api = OrtApi.get();
  private final DeviceMemory memory;
  private final long bytes;
  private final OnnxTensor tensor;
  private final MemorySegment value;

  DeviceTensor(DeviceMemory memory, long bytes, OnnxTensor tensor) {
    this.memory = memory;
    this.bytes = bytes;
    this.tensor = tensor;
    this.value = Handles.of(tensor);
  }

  /** How much memory its elements take. */
  public long bytes() {
    return bytes;
  }

  /**
   * Its bytes, to read and write, until it is closed.
   *
   * @throws IllegalStateException where they are not in the host's memory
   */
  public MemorySegment content() {
    if (!memory.place().equals(Place.HOST)) {
      throw new IllegalStateException(
          "The tensor lies in %s, where the host cannot read it. Give it to a run as an input."
              .formatted(memory.place()));
    }
    return data();
  }

  /**
   * Copies the beginning of each of {@code parts} equal parts of another tensor to that of this
   * one's, within the device.
   *
   * @param bytesEach how much of each part, 0 or more
   * @throws io.octograph.model.ModelException where the device does not copy
   */
  public void copyParts(DeviceTensor from, int parts, long bytesEach) {
    long pitch = bytes / parts;
    long pitchFrom = from.bytes / parts;
    if (bytesEach < 0 || bytesEach > Math.min(pitch, pitchFrom) || !sharesPlaceWith(from)) {
      throw new IllegalArgumentException(
          "%d bytes of each of %d parts cannot go from %s to %s. Give tensors of one place and as "
              .formatted(bytesEach, parts, from, this)
              .concat("much as both hold."));
    }
    if (memory.place().equals(Place.HOST)) {
      for (int part = 0; part < parts; part++) {
        MemorySegment.copy(from.data(), part * pitchFrom, data(), part * pitch, bytesEach);
      }
    } else {
      CudaRuntime.get()
          .copy(
              memory.place().device(),
              new CudaRuntime.Rows(from.data(), pitchFrom),
              new CudaRuntime.Rows(data(), pitch),
              bytesEach,
              parts);
    }
  }

  private boolean sharesPlaceWith(DeviceTensor other) {
    return memory.place().equals(other.memory.place());
  }

  /** Where it lies; an address of the device's where that is not the host. */
  private MemorySegment data() {
    return api.result(out -> (MemorySegment) api.handle(TENSOR_DATA).invokeExact(value(), out))
        .reinterpret(bytes);
  }

  @Override
  public String toString() {
    return "%d bytes in %s".formatted(bytes, memory.place());
  }

  /**
   * The same tensor for the Java API's runs. Close this one, never that; the values of one that
   * lies on a device cannot be read by it.
   */
  public OnnxTensor tensor() {
    value();
    return tensor;
  }

  /** The {@code OrtValue}. */
  MemorySegment value() {
    if (tensor.isClosed()) {
      throw new IllegalStateException("The tensor is closed. Use it before you close it.");
    }
    return value;
  }

  @Override
  public void close() {
    if (!tensor.isClosed()) {
      tensor.close();
      memory.leave();
    }
  }
}
