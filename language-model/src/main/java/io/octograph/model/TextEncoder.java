package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * An encoder of BERT's kind that reads a whole text at once, both ways; its graph and tokenizer are
 * the resources {@code NAME.onnx} and {@code NAME-tokenizer.json} of a jar. They are loaded with
 * the first text. Safe for use by several threads, whose texts are read one after the other.
 */
public final class TextEncoder implements AutoCloseable {
  private static final String STATES = "last_hidden_state";

  /**
   * Where it comes from.
   *
   * @param tuned values of the graph's that these take the place of, by name: the training may fit
   *     some to a task (docs/adr/0018)
   */
  record Source(String name, Map<String, float[]> tuned) {}

  private final Source source;
  private final Map<String, OnnxTensor> values = new HashMap<>();
  private final EngineSettings settings;
  private Tokenizer tokenizer;
  private OrtSession session;
  private boolean closed;

  private TextEncoder(Source source, EngineSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  static TextEncoder find(Source source, EngineSettings settings) {
    var name = source.name;
    for (var resource : new String[] {graph(name), vocabulary(name)}) {
      if (TextEncoder.class.getResource(resource) == null) {
        throw new ModelException(
            "The class path has no '%s'; add the jar that carries the encoder '%s'."
                .formatted(resource.substring(1), name));
      }
    }
    return new TextEncoder(source, settings);
  }

  /**
   * The states of a text's tokens after the last layer, one row a token: the start token first, the
   * separator last.
   *
   * @param most tokens that are read, those two among them, above 2; of longer texts head and tail
   * @throws ModelException where the encoder cannot be loaded or run, or is closed
   */
  public synchronized float[] states(String text, int most) {
    try {
      open();
      return run(ids(text, most));
    } catch (OrtException | IOException e) {
      throw new ModelException(
          "The encoder '%s' cannot be used: %s".formatted(source.name, e.getMessage()), e);
    }
  }

  private long[] ids(String text, int most) {
    var own = Clip.encode(tokenizer, text, most - 2).ids();
    var ids = new long[own.length + 2];
    ids[0] = tokenizer.special("[CLS]");
    for (int i = 0; i < own.length; i++) {
      ids[i + 1] = own[i];
    }
    ids[own.length + 1] = tokenizer.special("[SEP]");
    return ids;
  }

  private float[] run(long[] ids) throws OrtException {
    var ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (var input = tensor(ids);
        var mask = tensor(ones);
        var types = tensor(new long[ids.length]);
        var result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
      // The result closes it.
      var values = ((OnnxTensor) result.get(STATES).orElseThrow()).getFloatBuffer();
      var copied = new float[values.remaining()];
      values.get(copied);
      return copied;
    }
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        Sessions.environment(), LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static OnnxTensor tensor(float[] values) throws OrtException {
    return OnnxTensor.createTensor(
        Sessions.environment(), FloatBuffer.wrap(values), new long[] {values.length});
  }

  private void open() throws OrtException, IOException {
    if (closed) {
      throw new ModelException("The encoder '%s' is closed.".formatted(source.name));
    }
    if (session == null) {
      try (var graph = resource(graph(source.name));
          var vocabulary = resource(vocabulary(source.name))) {
        tokenizer = Tokenizer.load(vocabulary, vocabulary(source.name));
        if (values.isEmpty()) {
          for (var value : source.tuned.entrySet()) {
            values.put(value.getKey(), tensor(value.getValue()));
          }
        }
        session = Sessions.open(Sessions.environment(), graph.readAllBytes(), values, settings);
      }
    }
  }

  /** Waits for the text that is being read. */
  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      Sessions.close(session);
      session = null;
    }
    values.values().forEach(OnnxTensor::close);
    values.clear();
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
  }

  private static InputStream resource(String path) {
    return TextEncoder.class.getResourceAsStream(path);
  }

  private static String graph(String name) {
    return "/%s.onnx".formatted(name);
  }

  private static String vocabulary(String name) {
    return "/%s-tokenizer.json".formatted(name);
  }
}
