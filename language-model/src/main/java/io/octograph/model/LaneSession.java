package io.octograph.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.octograph.model.LaneGraphs.LaneGraph;
import io.octograph.model.device.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One of a {@link LaneNetwork}'s graphs in its session. Every lane has its own cache, read and
 * written in place; lanes that no step needs have small ones here.
 */
final class LaneSession implements AutoCloseable {
  private static final String LOGITS = "logits";
  private static final String FUNCTIONAL_LOGITS = "functional_logits";

  private final OrtEnvironment environment = Sessions.environment();
  private final OrtSession session;
  private final CacheMemory memory;
  private final int vocabulary;
  private final List<LaneNames> lanes;
  private final List<KvCache> unused = new ArrayList<>();
  // Outputs are written in place too; they grow to the most rows that a run ever wanted.
  private FloatBuffer logits = floats(0);
  private FloatBuffer functionalLogits = floats(0);

  LaneSession(
      ModelConfig config, LaneGraph graph, EngineSettings settings, CacheMemory.Location caches)
      throws OrtException {
    this.vocabulary = config.shape().vocabulary();
    int layers = config.shape().layers();
    this.lanes = IntStream.range(0, graph.lanes()).mapToObj(i -> LaneNames.of(i, layers)).toList();
    this.session = Sessions.open(environment, graph.onnxFile(), settings);
    try {
      for (var names : lanes) {
        names.check(graph.onnxFile(), session);
      }
      this.memory = caches.open(session, config.shape(), cacheType());
      while (unused.size() < graph.lanes() - 1) {
        unused.add(memory.allocate(1));
      }
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  int lanes() {
    return lanes.size();
  }

  /** The memory of its cache; those of other graphs of the model work here too. */
  CacheMemory memory() {
    return memory;
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
    try (var run = new RunTensors(environment)) {
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
      session.run(run.inputs(), Set.of(), run.pinned(), options).close();
      nanos = System.nanoTime() - begun;
    }
    layout.handOut(steps, logits, vocabulary, functionalLogits, functionalRows);
    return nanos;
  }

  /** What the graph says its caches are. */
  private ElementType cacheType() throws OrtException {
    var cache = session.getInputInfo().get(lanes.getFirst().past().getFirst());
    return ElementType.of(((TensorInfo) cache.getInfo()).type);
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
    memory.close();
    Sessions.close(session);
  }
}
