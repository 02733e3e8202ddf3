package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.LaneGraphs.LaneGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One of a {@link LaneNetwork}'s graphs in its session. Every lane has its own cache, read and
 * written in place; lanes that no step needs have small ones here.
 */
final class LaneSession implements AutoCloseable {
  private static final String LOGITS = "logits";
  private static final String FUNCTIONAL_LOGITS = "functional_logits";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int vocabulary;
  private final List<Names> lanes;
  private final List<KvCache> unused = new ArrayList<>();
  // Outputs are written in place too; they grow to the most rows that a run ever wanted.
  private FloatBuffer logits = floats(0);
  private FloatBuffer functionalLogits = floats(0);

  /** A lane's inputs and outputs; those of the cache in its order: key and value of each layer. */
  private record Names(String last, String total, List<String> past, List<String> present) {
    static Names of(int lane, int layers) {
      var parts =
          IntStream.range(0, 2 * layers)
              .mapToObj(i -> "%d.%s".formatted(i / 2, i % 2 == 0 ? "key" : "value"))
              .toList();
      var prefix = "lane.%d.".formatted(lane);
      return new Names(
          prefix + "last",
          prefix + "total",
          parts.stream().map(part -> prefix + "past." + part).toList(),
          parts.stream().map(part -> prefix + "present." + part).toList());
    }
  }

  LaneSession(
      OrtEnvironment environment, ModelConfig config, LaneGraph graph, EngineSettings settings)
      throws OrtException {
    this.environment = environment;
    this.vocabulary = config.shape().vocabulary();
    int layers = config.shape().layers();
    this.lanes = IntStream.range(0, graph.lanes()).mapToObj(i -> Names.of(i, layers)).toList();
    this.session = Sessions.open(environment, graph.onnxFile(), settings);
    check(graph, session.getInputNames());
    while (unused.size() < graph.lanes() - 1) {
      unused.add(new KvCache(environment, config, 1));
    }
  }

  int lanes() {
    return lanes.size();
  }

  /** Runs 1 to {@link #lanes()} steps, fills their logits and returns the session's nanoseconds. */
  long run(List<Step> steps, OrtSession.RunOptions options, int functionalRows)
      throws OrtException {
    var layout = LaneLayout.of(steps, lanes());
    int rows = layout.rows().length;
    int vocabularyRows = layout.vocabularyRows().length;
    logits = holding(logits, vocabularyRows * vocabulary);
    functionalLogits = holding(functionalLogits, rows * functionalRows);
    long nanos;
    try (var run = new Tensors()) {
      run.give("input_ids", layout.ids(), 1, layout.ids().length);
      run.give("rows", layout.rows(), rows);
      run.give("vocabulary_rows", layout.vocabularyRows(), vocabularyRows);
      if (lanes() > 1) {
        run.give("lane_tokens", layout.tokens(), lanes());
      }
      for (int lane = 0; lane < lanes(); lane++) {
        int tokens = (int) layout.tokens()[lane];
        if (lane < steps.size()) {
          run.bind(lanes.get(lane), steps.get(lane).cache(), steps.get(lane).past() + tokens);
        } else {
          run.bind(lanes.get(lane), unused.get(lane - 1), tokens);
        }
      }
      run.want(FUNCTIONAL_LOGITS, functionalLogits, rows, functionalRows);
      if (vocabularyRows > 0) {
        run.want(LOGITS, logits, vocabularyRows, vocabulary);
      }
      long begun = System.nanoTime();
      session.run(run.inputs, Set.of(), run.pinned, options).close();
      nanos = System.nanoTime() - begun;
    }
    layout.handOut(steps, logits, vocabulary, functionalLogits, functionalRows);
    return nanos;
  }

  /** The tensors of one run, by name; closes those that are its own. */
  private final class Tensors implements AutoCloseable {
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> pinned = new HashMap<>();
    private final List<OnnxTensor> own = new ArrayList<>();

    void give(String name, long[] values, long... shape) throws OrtException {
      give(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    }

    void bind(Names names, KvCache cache, int total) throws OrtException {
      give(names.last, number(total - 1, 1));
      give(names.total, number(total));
      for (int i = 0; i < cache.tensors().size(); i++) {
        inputs.put(names.past.get(i), cache.tensors().get(i));
        pinned.put(names.present.get(i), cache.tensors().get(i));
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

  private void check(LaneGraph graph, Set<String> inputs) {
    for (var names : lanes) {
      for (var input : names.past) {
        if (!inputs.contains(input)) {
          close();
          throw new ModelException(
              "%s has no input '%s', which genai_config.json and octograph.json make it have. "
                  .formatted(graph.onnxFile(), input)
                  .concat("Write the base again or take its files from there."));
        }
      }
    }
  }

  private static FloatBuffer holding(FloatBuffer buffer, int values) {
    return buffer.capacity() >= values ? buffer : floats(values);
  }

  private static FloatBuffer floats(int values) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(values, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() {
    unused.forEach(KvCache::close);
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("A session of ONNX Runtime does not close.", e);
    }
  }
}
