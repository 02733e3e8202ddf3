package io.octograph.model.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.octograph.model.ModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Functions of the CUDA runtime: those that copy within a device, which ONNX Runtime has not. */
public final class CudaRuntime {
  private static final String LIBRARY = "libcudart.so.12";

  /** {@code cudaMemcpyDeviceToDevice} of {@code cudaMemcpyKind}. */
  private static final int DEVICE_TO_DEVICE = 3;

  private static CudaRuntime runtime;

  private final MethodHandle deviceCount;
  private final MethodHandle setDevice;
  private final MethodHandle copy;
  private final MethodHandle synchronize;
  private final MethodHandle errorText;

  private CudaRuntime(SymbolLookup library) {
    deviceCount = handle(library, "cudaGetDeviceCount", JAVA_INT, ADDRESS);
    setDevice = handle(library, "cudaSetDevice", JAVA_INT, JAVA_INT);
    copy =
        handle(
            library,
            "cudaMemcpy2D",
            JAVA_INT,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_LONG,
            JAVA_INT);
    synchronize = handle(library, "cudaStreamSynchronize", JAVA_INT, ADDRESS);
    errorText = handle(library, "cudaGetErrorString", ADDRESS, JAVA_INT);
  }

  /**
   * @throws ModelException where the CUDA runtime is not installed
   */
  public static synchronized CudaRuntime get() {
    if (runtime == null) {
      try {
        runtime = new CudaRuntime(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
      } catch (IllegalArgumentException e) {
        throw new ModelException(
            "The CUDA runtime %s is not found. Install CUDA 12, or set cpu.".formatted(LIBRARY), e);
      }
    }
    return runtime;
  }

  /** How many devices the driver shows to this process; 0 where there are none. */
  public int devices() {
    try (var arena = Arena.ofConfined()) {
      var count = arena.allocate(JAVA_INT);
      int error = (int) deviceCount.invokeExact(count);
      return error == 0 ? count.get(JAVA_INT, 0) : 0;
    } catch (Throwable e) {
      throw OrtApi.unexpected(e);
    }
  }

  /** Rows of a device's memory: where the first begins, and from one to the next. */
  record Rows(MemorySegment start, long pitch) {}

  /** Copies the first {@code bytes} of each of {@code count} rows, and waits until it is done. */
  void copy(int device, Rows from, Rows to, long bytes, int count) {
    try {
      check((int) setDevice.invokeExact(device));
      check(
          (int)
              copy.invokeExact(
                  to.start,
                  to.pitch,
                  from.start,
                  from.pitch,
                  bytes,
                  (long) count,
                  DEVICE_TO_DEVICE));
      // A copy within a device returns before it is done, and ONNX Runtime's streams do not wait
      // for
      // this one, the default. Nor is theirs waited for: other requests run on them.
      check((int) synchronize.invokeExact(MemorySegment.NULL));
    } catch (Throwable e) {
      throw OrtApi.unexpected(e);
    }
  }

  private void check(int error) throws Throwable {
    if (error != 0) {
      var text = OrtApi.text((MemorySegment) errorText.invokeExact(error));
      throw new ModelException("CUDA cannot copy within the device: %s.".formatted(text));
    }
  }

  private static MethodHandle handle(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
