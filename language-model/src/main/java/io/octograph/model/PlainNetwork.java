package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The graph of {@code genai_config.json}, whoever exported it: one sequence a run, no adapters. */
final class PlainNetwork implements Network {
  private final ModelConfig config;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelInputs inputs;
  private final CachePassing passing;
  private final RunSwitches switches;
  private final boolean selectsPositions;
  private final boolean readsOnInPieces;

  PlainNetwork(ModelConfig config, EngineSettings settings, CacheMemory.Location caches)
      throws OrtException {
    this.config = config;
    this.environment = Sessions.environment();
    this.session = Sessions.open(environment, config.onnxFile(), settings);
    this.switches = new RunSwitches();
    try {
      this.inputs = ModelInputs.of(session, config);
      this.passing = CachePassing.of(session, config, inputs, caches);
      this.selectsPositions = runs(1, 0, switches.none());
      if (!selectsPositions) {
        trial(1, 0, switches.plain());
      }
      this.readsOnInPieces = config.names().cache().inPlace() || runs(2, 1, switches.plain());
    } catch (OrtException | RuntimeException e) {
      switches.close();
      session.close();
      throw e;
    }
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public CacheMemory memory() {
    return passing.memory();
  }

  @Override
  public long run(List<Step> steps, Optional<Adapter> adapter) {
    var step = steps.getFirst();
    try {
      long nanos = 0;
      for (var part : parts(step)) {
        nanos += run(part, selectsPositions ? switches.of(part) : switches.plain());
      }
      return nanos;
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime failed at %d tokens after %d: %s"
              .formatted(step.ids().length, step.past(), e.getMessage()),
          e);
    }
  }

  /** The step as the graph can take it: whole, or in pieces of which each has its turn. */
  private List<Step> parts(Step step) {
    int ids = step.ids().length;
    // Exports with MultiHeadAttention read a prompt at once, and after that one token a run.
    int first = readsOnInPieces || step.past() == 0 ? ids : 1;
    if (inputs.lastOnly() && step.wanted() > 0) {
      // Only what follows the last id is told: every id that is asked for has to be a last one.
      first = Math.min(first, step.from() + 1);
    }
    if (first == ids) {
      return List.of(step);
    }
    var parts = new ArrayList<Step>();
    for (int from = 0, to = first; from < ids; from = to++) {
      parts.add(part(step, from, to));
    }
    return parts;
  }

  private static Step part(Step step, int from, int to) {
    int wanted = Math.max(0, step.from() - from);
    var rows = wanted < to - from ? step.rows() : Rows.NONE;
    var ids = Arrays.copyOfRange(step.ids(), from, to);
    return new Step(
        step.owner(), step.cache(), step.past() + from, ids, wanted, rows, step.logits());
  }

  private long run(Step step, OrtSession.RunOptions options) throws OrtException {
    var numbers = new ArrayList<OnnxTensor>();
    try (var lent = passing.lend(step.cache(), step.past())) {
      var given = new HashMap<>(lent.past());
      for (var input : inputs.numbers()) {
        var tensor = input.tensor(environment, step.past(), step.ids());
        numbers.add(tensor);
        given.put(input.name(), tensor);
      }
      var wanted = new HashSet<>(lent.wanted());
      if (step.rows().vocabulary()) {
        wanted.add(config.names().logits());
      }
      long begun = System.nanoTime();
      try (var result = session.run(given, wanted, lent.pinned(), options)) {
        long nanos = System.nanoTime() - begun;
        lent.takeBack(result, step.ids().length);
        addLogits(step, result);
        return nanos;
      }
    } finally {
      numbers.forEach(OnnxTensor::close);
    }
  }

  private void addLogits(Step step, OrtSession.Result result) throws OrtException {
    int vocabulary = config.shape().vocabulary();
    if (!step.rows().vocabulary()) {
      for (int i = 0; i < step.wanted(); i++) {
        step.logits().add(new Logits(new float[0], new float[0], vocabulary));
      }
      return;
    }
    var tensor = (OnnxTensor) result.get(config.names().logits()).orElseThrow();
    var shape = tensor.getInfo().getShape();
    int width = Math.toIntExact(shape[shape.length - 1]);
    var values = tensor.getFloatBuffer();
    for (int back = step.wanted(); back > 0; back--) {
      // Exports round the vocabulary up; what is beyond it is no token.
      var row = new float[Math.min(width, vocabulary)];
      values.get(values.limit() - back * width, row);
      step.logits().add(new Logits(row, new float[0], vocabulary));
    }
  }

  /** Whether the graph can do it. ONNX Runtime's Java API does not list inputs with defaults. */
  private boolean runs(int ids, int past, OrtSession.RunOptions options) {
    try {
      trial(ids, past, options);
      return true;
    } catch (ModelException e) {
      return false;
    }
  }

  private void trial(int ids, int past, OrtSession.RunOptions options) {
    try (var cache = memory().allocate(past + ids)) {
      run(new Step(this, cache, past, new int[ids], 0, Rows.NONE, List.of()), options);
    } catch (OrtException e) {
      throw new ModelException(
          "%s does not run as genai_config.json describes it: %s"
              .formatted(config.onnxFile(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      memory().close();
      switches.close();
      session.close();
      // The environment stays: it is one for the whole process.
    } catch (OrtException e) {
      throw new ModelException("The model %s does not close.".formatted(config.folder()), e);
    }
  }
}
