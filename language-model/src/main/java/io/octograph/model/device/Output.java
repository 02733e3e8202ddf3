package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.DIMENSIONS;
import static io.octograph.model.device.OrtApi.Status.DIMENSION_COUNT;
import static io.octograph.model.device.OrtApi.Status.ELEMENT_TYPE;
import static io.octograph.model.device.OrtApi.Status.TENSOR_DATA;
import static io.octograph.model.device.OrtApi.Status.TYPE_AND_SHAPE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.octograph.model.device.OrtApi.Release;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What a run gave, in the host's memory.
 *
 * @param shape its dimensions
 * @param values its elements in row-major order, widened to float
 */
public record Output(long[] shape, float[] values) {

  /** Copies an {@code OrtValue} of the host's memory. */
  static Output of(OrtApi api, MemorySegment value) {
    var info =
        api.result(out -> (MemorySegment) api.handle(TYPE_AND_SHAPE).invokeExact(value, out));
    try (var arena = Arena.ofConfined()) {
      var type = arena.allocate(JAVA_INT);
      api.call(ELEMENT_TYPE, info, type);
      var shape = shape(api, info, arena);
      var data = api.result(out -> (MemorySegment) api.handle(TENSOR_DATA).invokeExact(value, out));
      int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
      return new Output(shape, ElementType.of(type.get(JAVA_INT, 0)).floats(data, count));
    } finally {
      api.release(Release.TYPE_AND_SHAPE, info);
    }
  }

  private static long[] shape(OrtApi api, MemorySegment info, Arena arena) {
    var count = arena.allocate(JAVA_LONG);
    api.call(DIMENSION_COUNT, info, count);
    var dimensions = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
    api.call(DIMENSIONS, info, dimensions, count.get(JAVA_LONG, 0));
    return dimensions.asSlice(0, count.get(JAVA_LONG, 0) * Long.BYTES).toArray(JAVA_LONG);
  }
}
