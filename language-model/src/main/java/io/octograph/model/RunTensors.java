package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one run of a graph with lanes, by name; closes those that are its own. */
final class RunTensors implements AutoCloseable {
  private final OrtEnvironment environment;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> pinned = new HashMap<>();
  private final List<OnnxTensor> own = new ArrayList<>();

  RunTensors(OrtEnvironment environment) {
    this.environment = environment;
  }

  Map<String, OnnxTensor> inputs() {
    return inputs;
  }

  /** Outputs that are written in place. */
  Map<String, OnnxTensor> pinned() {
    return pinned;
  }

  void give(String name, long[] values, long... shape) throws OrtException {
    give(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
  }

  /**
   * A lane's cache, as far as the graph has its layers.
   *
   * @param total tokens after the run
   */
  void bind(LaneNames names, KvCache cache, int total) throws OrtException {
    give(names.last(), number(total - 1, 1));
    give(names.total(), number(total));
    for (int i = 0; i < names.past().size(); i++) {
      inputs.put(names.past().get(i), cache.tensors().get(i));
      pinned.put(names.present().get(i), cache.tensors().get(i));
    }
  }

  void want(String name, FloatBuffer values, int rows, int width) throws OrtException {
    long[] shape = {1, rows, width};
    var tensor = OnnxTensor.createTensor(environment, values.slice(0, rows * width), shape);
    own.add(tensor);
    pinned.put(name, tensor);
  }

  private OnnxTensor number(int value, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] {value}), shape);
  }

  private void give(String name, OnnxTensor tensor) {
    own.add(tensor);
    inputs.put(name, tensor);
  }

  @Override
  public void close() {
    own.forEach(OnnxTensor::close);
  }
}
