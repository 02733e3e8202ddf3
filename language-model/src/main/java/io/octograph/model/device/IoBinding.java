package io.octograph.model.device;

import static io.octograph.model.device.OrtApi.Status.ALLOCATOR_FREE;
import static io.octograph.model.device.OrtApi.Status.BIND_INPUT;
import static io.octograph.model.device.OrtApi.Status.BIND_OUTPUT;
import static io.octograph.model.device.OrtApi.Status.BIND_OUTPUT_TO_DEVICE;
import static io.octograph.model.device.OrtApi.Status.BOUND_OUTPUT_VALUES;
import static io.octograph.model.device.OrtApi.Status.CREATE_IO_BINDING;
import static io.octograph.model.device.OrtApi.Status.DEFAULT_ALLOCATOR;
import static io.octograph.model.device.OrtApi.Status.RUN_WITH_BINDING;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.OrtApi.Release;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors bound to the inputs and outputs of a session, run after run: what is bound stays bound
 * until something else takes its place. A tensor that already lies on the session's device is not
 * copied; one of the host's memory is copied there once, when it is bound. Close it before its
 * session. Not for use by several threads at once.
 */
public final class IoBinding implements AutoCloseable {
  private final OrtApi api = OrtApi.get();
  private final Arena arena = Arena.ofAuto();
  private final Map<String, MemorySegment> names = new HashMap<>();

  /** Held, for ONNX Runtime reads the memory of the tensors' buffers. */
  private final Map<String, Object> inputs = new HashMap<>();

  /** In the order in which ONNX Runtime gives them back: that of the first binding. */
  private final Map<String, Target> outputs = new LinkedHashMap<>();

  /**
   * Where an output goes.
   *
   * @param anew whether each run allocates it
   */
  private record Target(Place place, boolean anew) {}

  /** Needed until the binding is closed, for it holds its tensors. */
  private final Set<DeviceMemory> memories = new HashSet<>();

  private final MemorySegment session;
  private final MemorySegment binding;
  private boolean closed;

  public IoBinding(OrtSession session) {
    this.session = Handles.of(session);
    this.binding =
        api.result(
            out -> (MemorySegment) api.handle(CREATE_IO_BINDING).invokeExact(this.session, out));
  }

  /**
   * Binds an input to a tensor of the host. Inputs that have a default, which the Java API's runs
   * refuse, are taken too.
   */
  public void input(String name, OnnxTensor tensor) {
    api.call(BIND_INPUT, open(), name(name), Handles.of(tensor));
    inputs.put(name, tensor);
  }

  /** Binds an input to a tensor of a device. */
  public void input(String name, DeviceTensor tensor) {
    api.call(BIND_INPUT, open(), name(name), tensor.value());
    use(tensor.memory());
    inputs.put(name, tensor);
  }

  /** Binds an output to a tensor, which runs then write in place. */
  public void output(String name, DeviceTensor tensor) {
    api.call(BIND_OUTPUT, open(), name(name), tensor.value());
    use(tensor.memory());
    outputs.put(name, new Target(tensor.memory().place(), false));
  }

  /** Binds an output to memory that each run allocates anew, as much as it needs. */
  public void output(String name, Place place) {
    bindAnew(name, place);
    outputs.put(name, new Target(place, true));
  }

  /** Unbinds all outputs: the next run computes only those bound after this. */
  public void clearOutputs() {
    api.release(Release.CLEAR_OUTPUTS, open());
    outputs.clear();
  }

  /**
   * Runs the session over what is bound.
   *
   * @throws io.octograph.model.ModelException where an input is missing, a shape does not fit, or
   *     the run failed
   */
  public void run(OrtSession.RunOptions options) {
    // A run leaves its tensor bound, and the next, of another shape, would have to write into it.
    outputs.forEach(
        (name, target) -> {
          if (target.anew) {
            bindAnew(name, target.place);
          }
        });
    api.call(RUN_WITH_BINDING, session, Handles.of(options), open());
  }

  /**
   * A copy of what the last run gave for an output that is bound to the host's memory.
   *
   * @throws IllegalArgumentException where no such output is bound, or to a device's memory
   */
  public Output read(String name) {
    var target = outputs.get(name);
    if (target == null || !target.place.equals(Place.HOST)) {
      throw new IllegalArgumentException(
          "The output '%s' is not bound to the host's memory; these outputs are bound: %s. "
              .formatted(name, outputs)
              .concat("Bind it there before the run."));
    }
    int place = List.copyOf(outputs.keySet()).indexOf(name);
    var allocator =
        api.result(out -> (MemorySegment) api.handle(DEFAULT_ALLOCATOR).invokeExact(out));
    try (var scratch = Arena.ofConfined()) {
      var count = scratch.allocate(JAVA_LONG);
      var list =
          api.result(
              out ->
                  (MemorySegment)
                      api.handle(BOUND_OUTPUT_VALUES).invokeExact(open(), allocator, out, count));
      var values = list.reinterpret(count.get(JAVA_LONG, 0) * ADDRESS.byteSize());
      try {
        return Output.of(api, values.getAtIndex(ADDRESS, place));
      } finally {
        for (int i = 0; i < count.get(JAVA_LONG, 0); i++) {
          api.release(Release.VALUE, values.getAtIndex(ADDRESS, i));
        }
        api.call(ALLOCATOR_FREE, allocator, list);
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      api.release(Release.IO_BINDING, binding);
      memories.forEach(DeviceMemory::leave);
    }
  }

  private void use(DeviceMemory memory) {
    if (memories.add(memory)) {
      memory.use();
    }
  }

  private void bindAnew(String name, Place place) {
    var info = place.info(api);
    try {
      api.call(BIND_OUTPUT_TO_DEVICE, open(), name(name), info);
    } finally {
      api.release(Release.MEMORY_INFO, info);
    }
  }

  private MemorySegment open() {
    if (closed) {
      throw new IllegalStateException("The binding is closed. Use it before you close it.");
    }
    return binding;
  }

  private MemorySegment name(String name) {
    return names.computeIfAbsent(name, arena::allocateFrom);
  }
}
