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

/**
 * The functions that we call of ONNX Runtime's C API, a table of pointers which only ever grows at
 * its end ({@code struct OrtApi} in {@code onnxruntime_c_api.h}: "functions must be added at the
 * end"). A function is found by its place in the table.
 */
final class OrtApi {
  /** The version of the API that has the last function of this table, {@code ONNX Runtime 1.24}. */
  private static final int VERSION = 24;

  /** One that returns a status, null where all went well. */
  enum Status {
    CREATE_TENSOR(48, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS),
    TENSOR_DATA(51, ADDRESS, ADDRESS),
    CREATE_MEMORY_INFO(68, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
    CREATE_ALLOCATOR(131, ADDRESS, ADDRESS, ADDRESS),
    ASSIGNMENT(407, ADDRESS, ADDRESS, ADDRESS),
    SUBGRAPH_PROVIDER(408, ADDRESS, ADDRESS),
    SUBGRAPH_NODES(409, ADDRESS, ADDRESS, ADDRESS),
    NODE_DOMAIN(411, ADDRESS, ADDRESS),
    NODE_OPERATOR(412, ADDRESS, ADDRESS);

    private final int place;
    private final FunctionDescriptor descriptor;

    Status(int place, MemoryLayout... arguments) {
      this.place = place;
      this.descriptor = FunctionDescriptor.of(ADDRESS, arguments);
    }
  }

  /** One that gives something back, or clears it, and cannot fail. */
  enum Release {
    STATUS(93),
    MEMORY_INFO(94),
    ALLOCATOR(132);

    private final int place;

    Release(int place) {
      this.place = place;
    }
  }

  private static final int ERROR_MESSAGE = 2;

  private static OrtApi api;

  private final MethodHandle errorMessage;
  private final MethodHandle[] statuses;
  private final MethodHandle[] releases;

  private OrtApi(MemorySegment table) {
    this.errorMessage = handle(table, ERROR_MESSAGE, FunctionDescriptor.of(ADDRESS, ADDRESS));
    this.statuses = new MethodHandle[Status.values().length];
    for (var function : Status.values()) {
      // Called with segments and numbers of the descriptor's types, hence exactly.
      statuses[function.ordinal()] = handle(table, function.place, function.descriptor);
    }
    this.releases = new MethodHandle[Release.values().length];
    for (var function : Release.values()) {
      releases[function.ordinal()] =
          handle(table, function.place, FunctionDescriptor.ofVoid(ADDRESS));
    }
  }

  /**
   * The table of the library that ONNX Runtime's Java API has loaded.
   *
   * @throws ModelException where it is not loaded, or older than we need
   */
  static synchronized OrtApi get() {
    if (api == null) {
      api = new OrtApi(table());
    }
    return api;
  }

  private static MemorySegment table() {
    var base =
        SymbolLookup.loaderLookup()
            .find("OrtGetApiBase")
            .orElseThrow(
                () ->
                    new ModelException(
                        "ONNX Runtime's C API is not found: the class loader of Octograph has not "
                            + "loaded libonnxruntime. Put onnxruntime's jar beside Octograph's, "
                            + "under one class loader, and open a session first."));
    try {
      // struct OrtApiBase { const OrtApi* (*GetApi)(uint32_t); const char* (*GetVersionString)(); }
      var functions = FunctionDescriptor.of(ADDRESS);
      var apiBase =
          ((MemorySegment) Linker.nativeLinker().downcallHandle(base, functions).invokeExact())
              .reinterpret(2 * ADDRESS.byteSize());
      var getApi = handle(apiBase, 0, FunctionDescriptor.of(ADDRESS, JAVA_INT));
      var table = (MemorySegment) getApi.invokeExact(VERSION);
      if (table.equals(MemorySegment.NULL)) {
        var version = (MemorySegment) handle(apiBase, 1, functions).invokeExact();
        throw new ModelException(
            "ONNX Runtime %s is older than 1.%d, which Octograph needs. Take a newer onnxruntime."
                .formatted(text(version), VERSION));
      }
      int functionsUsed = Status.NODE_OPERATOR.place + 1;
      return table.reinterpret(functionsUsed * ADDRESS.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * @throws ModelException with ONNX Runtime's message where the status is not null
   */
  void call(Status function, MemorySegment first, MemorySegment second, MemorySegment third) {
    try {
      check((MemorySegment) handle(function).invokeExact(first, second, third));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What a function writes to its last argument, a pointer. */
  MemorySegment result(Call call) {
    try (var arena = Arena.ofConfined()) {
      var out = arena.allocate(ADDRESS);
      check(call.to(out));
      return out.get(ADDRESS, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A call that writes a pointer to where it is told and returns its status. */
  interface Call {
    MemorySegment to(MemorySegment out) throws Throwable;
  }

  MethodHandle handle(Status function) {
    return statuses[function.ordinal()];
  }

  /** Gives something back. */
  void release(Release function, MemorySegment pointer) {
    try {
      releases[function.ordinal()].invokeExact(pointer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void check(MemorySegment status) throws Throwable {
    if (!status.equals(MemorySegment.NULL)) {
      try {
        throw new ModelException(text((MemorySegment) errorMessage.invokeExact(status)));
      } finally {
        release(Release.STATUS, status);
      }
    }
  }

  /** The text at a pointer to zero-ended UTF-8. */
  static String text(MemorySegment pointer) {
    return pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }

  private static MethodHandle handle(
      MemorySegment table, int place, FunctionDescriptor descriptor) {
    var function = table.getAtIndex(ADDRESS, place);
    return Linker.nativeLinker().downcallHandle(function, descriptor);
  }

  /** Only {@link ModelException}s are expected; what else comes out of a call is a mistake here. */
  static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException("A call of ONNX Runtime's C API went wrong.", e);
    };
  }
}
