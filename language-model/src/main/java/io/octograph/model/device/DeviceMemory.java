package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.CREATE_ALLOCATOR;
import static io.octograph.model.device.OrtApi.Status.CREATE_TENSOR;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OrtSession;
import io.octograph.model.device.OrtApi.Release;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session's allocator of a device's memory. It is given back when it is closed and the last of
 * its tensors is closed: ONNX Runtime calls the allocator when it lets go of a tensor, and crashes
 * where that is gone. Safe for use by several threads.
 */
public final class DeviceMemory implements AutoCloseable {
  private final OrtApi api = OrtApi.get();
  private final AtomicInteger users = new AtomicInteger(1);
  private final Place place;
  private final MemorySegment allocator;
  private boolean closed;

  /**
   * @throws io.octograph.model.ModelException where the session does not run on that device
   */
  public DeviceMemory(OrtSession session, Place place) {
    this.place = place;
    var info = place.info(api);
    try {
      var handle = Handles.of(session);
      this.allocator =
          api.result(
              out -> (MemorySegment) api.handle(CREATE_ALLOCATOR).invokeExact(handle, info, out));
    } finally {
      api.release(Release.MEMORY_INFO, info);
    }
  }

  /**
   * A tensor; its content is what lay there before.
   *
   * @param shape its dimensions, each 1 or more
   * @throws io.octograph.model.ModelException where the memory does not suffice
   */
  public DeviceTensor tensor(ElementType type, long... shape) {
    if (shape.length == 0 || Arrays.stream(shape).anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "The tensor's shape is %s. Give each dimension 1 or more."
              .formatted(Arrays.toString(shape)));
    }
    long bytes = Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
    use();
    try (var arena = Arena.ofConfined()) {
      var dimensions = arena.allocateFrom(JAVA_LONG, shape);
      var value =
          api.result(
              out ->
                  (MemorySegment)
                      api.handle(CREATE_TENSOR)
                          .invokeExact(
                              allocator, dimensions, (long) shape.length, type.number(), out));
      return new DeviceTensor(this, bytes, Handles.tensor(value, type, shape.clone()));
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
  }

  Place place() {
    return place;
  }

  /** One more that needs the allocator. */
  private synchronized void use() {
    if (closed) {
      throw new IllegalStateException(
          "The memory in %s is closed. Take tensors before you close it.".formatted(place));
    }
    users.incrementAndGet();
  }

  void leave() {
    if (users.decrementAndGet() == 0) {
      api.release(Release.ALLOCATOR, allocator);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      leave();
    }
  }
}
