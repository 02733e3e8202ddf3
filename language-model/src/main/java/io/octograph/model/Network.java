package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.Logits.Rows;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;

/** The ONNX graph in its session: runs tokens through it. Safe for use by several threads. */
final class Network implements AutoCloseable {
  private final ModelConfig config;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelInputs inputs;
  private final RunSwitches switches;
  private final boolean selectsPositions;

  Network(ModelConfig config, EngineSettings settings) throws OrtException {
    this.config = config;
    this.environment = Sessions.environment();
    this.session = Sessions.open(environment, config.onnxFile(), settings);
    this.inputs = ModelInputs.of(session, config);
    this.switches = new RunSwitches();
    this.selectsPositions = selectsPositions();
  }

  OrtEnvironment environment() {
    return environment;
  }

  RunSwitches switches() {
    return switches;
  }

  /** Runs the network over {@code ids}, which follow the cache's first {@code past} tokens. */
  Logits run(KvCache cache, int past, int[] ids, Rows rows, Optional<Adapter> adapter) {
    var options = adapter.map(Adapter::options).orElse(switches.withoutAdapter());
    var chosen = selectsPositions ? options.of(rows) : options.plain();
    try {
      return run(cache, past, ids, rows, chosen);
    } catch (OrtException e) {
      throw new ModelException(
          "ONNX Runtime failed at %d tokens after %d: %s"
              .formatted(ids.length, past, e.getMessage()),
          e);
    }
  }

  private Logits run(KvCache cache, int past, int[] ids, Rows rows, OrtSession.RunOptions options)
      throws OrtException {
    boolean vocabulary = rows.vocabulary();
    boolean functional = rows.functional() && inputs.functional();
    var wanted = new HashSet<String>();
    if (vocabulary) {
      wanted.add(config.names().logits());
    }
    if (functional) {
      wanted.add(ModelInputs.FUNCTIONAL_LOGITS);
    }
    int total = past + ids.length;
    try (var idTensor = tensor(Arrays.stream(ids).asLongStream().toArray(), ids.length);
        var mask = tensor(ones(total), total)) {
      var given = new HashMap<>(cache.past());
      given.put(config.names().ids(), idTensor);
      given.put(config.names().mask(), mask);
      try (var result = session.run(given, wanted, cache.present(), options)) {
        return new Logits(
            vocabulary ? lastRow(result, config.names().logits()) : new float[0],
            functional ? lastRow(result, ModelInputs.FUNCTIONAL_LOGITS) : new float[0],
            config.shape().vocabulary());
      }
    }
  }

  /** There is no other way to ask: ONNX Runtime's Java API does not list inputs with defaults. */
  private boolean selectsPositions() throws OrtException {
    try (var cache = new KvCache(environment, config, 1)) {
      run(cache, 0, new int[1], Rows.NONE, switches.withoutAdapter().functionalOnly());
      return true;
    } catch (OrtException e) {
      return false;
    }
  }

  /** The last position's row: the only one, unless the model gives those of all positions. */
  private static float[] lastRow(OrtSession.Result result, String name) throws OrtException {
    var tensor = (OnnxTensor) result.get(name).orElseThrow();
    int width = (int) tensor.getInfo().getShape()[2];
    var values = tensor.getFloatBuffer();
    var row = new float[width];
    values.get(values.limit() - width, row);
    return row;
  }

  private static long[] ones(int count) {
    var mask = new long[count];
    Arrays.fill(mask, 1);
    return mask;
  }

  private OnnxTensor tensor(long[] values, int length) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, length});
  }

  @Override
  public void close() {
    try {
      switches.close();
      session.close();
      // The environment stays: it is one for the whole process.
    } catch (OrtException e) {
      throw new ModelException("The model %s does not close.".formatted(config.folder()), e);
    }
  }
}
