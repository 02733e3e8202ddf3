package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.LaneGraphs.EarlyGraph;
import java.util.Arrays;
import java.util.Set;

/** The lower layers of the masters' graph in their session: states of every token, no logits. */
final class EarlySession implements AutoCloseable {
  private static final String STATES = "states";

  private final OrtEnvironment environment = Sessions.environment();
  private final OrtSession session;
  private final LaneNames names;
  private final int width;

  EarlySession(ModelConfig config, EarlyGraph graph, EngineSettings settings) throws OrtException {
    this.width = config.shape().hiddenSize();
    this.names = LaneNames.of(0, graph.depth());
    this.session = Sessions.open(environment, graph.onnxFile(), settings);
    try {
      names.check(graph.onnxFile(), session);
    } catch (ModelException e) {
      close();
      throw e;
    }
  }

  /** Runs one step and returns its states [tokens · width]. */
  float[] run(Step step, OrtSession.RunOptions options) throws OrtException {
    int tokens = step.ids().length;
    try (var run = new RunTensors(environment)) {
      run.give("input_ids", Arrays.stream(step.ids()).asLongStream().toArray(), 1, tokens);
      run.bind(names, step.cache(), step.past() + tokens);
      try (var outputs = session.run(run.inputs(), Set.of(STATES), run.pinned(), options)) {
        var states = new float[tokens * width];
        ((OnnxTensor) outputs.get(STATES).orElseThrow()).getFloatBuffer().get(states);
        return states;
      }
    }
  }

  @Override
  public void close() {
    Sessions.close(session);
  }
}
