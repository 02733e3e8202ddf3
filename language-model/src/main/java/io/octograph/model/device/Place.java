package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.CREATE_MEMORY_INFO;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where a tensor lies.
 *
 * @param name {@code Cpu} or {@code Cuda}, as ONNX Runtime calls them
 * @param device the number of the device, 0 or more
 */
public record Place(String name, int device) {
  public static final Place HOST = new Place("Cpu", 0);

  /**
   * {@code OrtDeviceAllocator} of {@code OrtAllocatorType}: no arena, memory as it is asked for.
   */
  private static final int DEVICE_ALLOCATOR = 0;

  /** {@code OrtMemTypeDefault} of {@code OrtMemType}. */
  private static final int DEFAULT = 0;

  public Place {
    if (device < 0) {
      throw new IllegalArgumentException(
          "The device's number is %d. Give 0 or more.".formatted(device));
    }
  }

  /** A GPU's memory. */
  public static Place cuda(int device) {
    return new Place("Cuda", device);
  }

  /** An {@code OrtMemoryInfo}; the caller releases it. */
  MemorySegment info(OrtApi api) {
    try (var arena = Arena.ofConfined()) {
      var text = arena.allocateFrom(name);
      return api.result(
          out ->
              (MemorySegment)
                  api.handle(CREATE_MEMORY_INFO)
                      .invokeExact(text, DEVICE_ALLOCATOR, device, DEFAULT, out));
    }
  }
}
