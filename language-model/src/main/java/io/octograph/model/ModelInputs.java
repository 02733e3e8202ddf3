package io.octograph.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ONNX graph takes and gives, held against the configuration. Inputs that have a default
 * (adapter weights, positions) are not listed by ONNX Runtime's Java API and not taken by its run
 * method; they are given as parameters of an adapter, see {@link RunSwitches}.
 *
 * @param numbers the inputs that are whole numbers
 * @param cacheType of the cache's values, FLOAT or FLOAT16
 * @param lastOnly whether the graph gives logits of the last position alone
 */
record ModelInputs(List<Numbers> numbers, OnnxJavaType cacheType, boolean lastOnly) {

  /** What an input of whole numbers tells of a run. */
  enum Meaning {
    IDS("input_ids"),
    MASK("attention_mask"),
    POSITIONS("position_ids"),
    PAST_LENGTH("past_sequence_length"),
    TOTAL_LENGTH("total_sequence_length");

    private final String usualName;

    Meaning(String usualName) {
      this.usualName = usualName;
    }

    /** Its name where genai_config.json does not tell. */
    String usualName() {
      return usualName;
    }

    long[] values(int past, int[] ids) {
      var values =
          switch (this) {
            case IDS -> new long[ids.length];
            case MASK -> new long[past + ids.length];
            case POSITIONS -> new long[ids.length];
            case PAST_LENGTH, TOTAL_LENGTH -> new long[1];
          };
      switch (this) {
        case IDS -> Arrays.setAll(values, i -> ids[i]);
        case MASK -> Arrays.fill(values, 1);
        case POSITIONS -> Arrays.setAll(values, i -> past + i);
        case PAST_LENGTH -> values[0] = past;
        case TOTAL_LENGTH -> values[0] = past + ids.length;
      }
      return values;
    }
  }

  /**
   * An input of whole numbers.
   *
   * @param rank of its tensor; all dimensions but the last are 1
   */
  record Numbers(String name, Meaning meaning, OnnxJavaType type, int rank) {
    OnnxTensor tensor(OrtEnvironment environment, int past, int[] ids) throws OrtException {
      var values = meaning.values(past, ids);
      var shape = new long[rank];
      Arrays.fill(shape, 1);
      if (rank > 0) {
        shape[rank - 1] = values.length;
      }
      if (type == OnnxJavaType.INT64) {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
      }
      var small = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(small), shape);
    }
  }

  static ModelInputs of(OrtSession session, ModelConfig config) throws OrtException {
    return new Reader(config, session.getInputInfo(), session.getOutputInfo()).read();
  }

  /** Holds the one against the other. */
  private record Reader(
      ModelConfig config, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {

    ModelInputs read() {
      var names = config.names();
      var known = new HashMap<String, Meaning>();
      known.put(names.ids(), Meaning.IDS);
      known.put(names.mask(), Meaning.MASK);
      known.put(names.positions(), Meaning.POSITIONS);
      known.put(names.pastLength(), Meaning.PAST_LENGTH);
      known.put(names.totalLength(), Meaning.TOTAL_LENGTH);
      known.forEach(this::requireWhereNamed);
      var unknown = new ArrayList<>(inputs.keySet());
      unknown.removeAll(known.keySet());
      var cacheType = cache(unknown);
      if (!unknown.isEmpty()) {
        throw new ModelException(
            "%s takes the input '%s', which this engine cannot give. "
                .formatted(config.onnxFile(), unknown.getFirst())
                .concat("Export a text-only decoder without paged attention or state inputs."));
      }
      var logits = tensor(outputs, "output", names.logits());
      requireFloats(names.logits(), logits.type);
      boolean lastOnly = logits.getShape().length < 3 || logits.getShape()[1] == 1;
      return new ModelInputs(numbers(known), cacheType, lastOnly);
    }

    /**
     * What the file names of its own accord must be there; of the rest the graph takes its pick.
     */
    private void requireWhereNamed(String name, Meaning meaning) {
      if (meaning == Meaning.IDS || !name.equals(meaning.usualName())) {
        tensor(inputs, "input", name);
      }
    }

    private List<Numbers> numbers(Map<String, Meaning> known) {
      var numbers = new ArrayList<Numbers>();
      for (var name : inputs.keySet()) {
        if (known.containsKey(name)) {
          var info = tensor(inputs, "input", name);
          if (info.type != OnnxJavaType.INT64 && info.type != OnnxJavaType.INT32) {
            throw new ModelException(
                "%s wants the input '%s' as %s. Export it with whole numbers of 32 or 64 bits."
                    .formatted(config.onnxFile(), name, info.type));
          }
          numbers.add(new Numbers(name, known.get(name), info.type, info.getShape().length));
        }
      }
      return List.copyOf(numbers);
    }

    /** The cache's type; takes its inputs off the list. */
    private OnnxJavaType cache(List<String> unknown) {
      var cache = config.names().cache();
      OnnxJavaType type = null;
      for (int layer = 0; layer < config.shape().layers(); layer++) {
        for (var past : cache.past()) {
          var name = past.formatted(layer);
          var info = tensor(inputs, "input", name);
          requireFloats(name, info.type);
          requireShape(name, info.getShape());
          type = info.type;
          unknown.remove(name);
        }
        for (var present : cache.present()) {
          tensor(outputs, "output", present.formatted(layer));
        }
      }
      return type;
    }

    private void requireFloats(String name, OnnxJavaType type) {
      if (type != OnnxJavaType.FLOAT && type != OnnxJavaType.FLOAT16) {
        throw new ModelException(
            "%s has '%s' as %s. Export it with float32 or float16 inputs and outputs."
                .formatted(config.onnxFile(), name, type));
      }
    }

    /** Heads and their size are the file's and the graph's to agree on. */
    private void requireShape(String name, long[] shape) {
      int heads = config.shape().kvHeads();
      int size = config.shape().headSize();
      int rank = config.names().cache().fused() ? 5 : 4;
      boolean fits = shape.length == rank && agree(shape[rank - 3], heads);
      if (!fits || !agree(shape[rank - 1], size)) {
        throw new ModelException(
            "%s has '%s' in the shape %s, but genai_config.json says %d heads of %d. Mend either."
                .formatted(config.onnxFile(), name, Arrays.toString(shape), heads, size));
      }
    }

    /** A dimension below 1 is one that only a run tells. */
    private static boolean agree(long dimension, int expected) {
      return dimension < 1 || dimension == expected;
    }

    private TensorInfo tensor(Map<String, NodeInfo> there, String kind, String name) {
      var node = there.get(name);
      if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
        throw new ModelException(
            "genai_config.json names the %s '%s', which %s does not have."
                .formatted(kind, name, config.onnxFile()));
      }
      return info;
    }
  }
}
