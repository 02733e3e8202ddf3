package io.octograph.model.device;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * The C API's pointers inside the Java API's objects, so that both work on one session. The Java
 * API keeps them in private fields and offers no way to them.
 */
final class Handles {
  private static final VarHandle SESSION = pointer(OrtSession.class);
  private static final VarHandle TENSOR = pointer(OnnxTensorLike.class);
  private static final MethodHandle INFO =
      constructor(TensorInfo.class, long[].class, OnnxJavaType.class, OnnxTensorType.class);
  private static final MethodHandle NEW_TENSOR =
      constructor(OnnxTensor.class, long.class, long.class, TensorInfo.class);

  /** The Java API keeps the number of the default allocator for strings, which we have none of. */
  private static final long NO_ALLOCATOR = 0;

  private Handles() {}

  static MemorySegment of(OrtSession session) {
    return MemorySegment.ofAddress((long) SESSION.get(session));
  }

  static MemorySegment of(OnnxTensor tensor) {
    return MemorySegment.ofAddress((long) TENSOR.get((OnnxTensorLike) tensor));
  }

  /**
   * The Java API's object of an {@code OrtValue}, which it owns from then on: the Java API itself
   * makes tensors in the host's memory alone.
   */
  static OnnxTensor tensor(MemorySegment value, ElementType type, long[] shape) {
    try {
      var info =
          (TensorInfo)
              INFO.invokeExact(shape, type.java(), OnnxTensorType.mapFromJavaType(type.java()));
      return (OnnxTensor) NEW_TENSOR.invokeExact(value.address(), NO_ALLOCATOR, info);
    } catch (Throwable e) {
      throw new IllegalStateException("ONNX Runtime's Java API does not take a tensor.", e);
    }
  }

  private static MethodHandle constructor(Class<?> type, Class<?>... parameters) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findConstructor(type, MethodType.methodType(void.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "%s of this ONNX Runtime has no such constructor. Take the version of pom.xml."
              .formatted(type.getName()),
          e);
    }
  }

  private static VarHandle pointer(Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .findVarHandle(type, "nativeHandle", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "%s of this ONNX Runtime has no field nativeHandle. Take the version of pom.xml."
              .formatted(type.getName()),
          e);
    }
  }
}
