package io.octograph.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.model.Safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A master's reader as it lies beside its adapter: {@code early.safetensors} (docs/adr/0014).
 *
 * @param depth of the layers after which it reads
 * @param from the first token of a prompt that it reads
 * @param threshold the least probability from which on its decision stands, above 0, at most 1
 * @param nodes in the order of its columns
 */
public record EarlyFile(
    int depth, int from, double threshold, List<String> nodes, EarlyReader reader) {
  /** Its name in a master's folder. */
  public static final String NAME = "early.safetensors";

  /**
   * Reads and checks it.
   *
   * @throws ModelException where it is missing or broken, or its parts do not fit together
   */
  public static EarlyFile read(Path file) {
    return new Parts(file, Safetensors.read(file)).earlyFile();
  }

  /** Width of the states that it reads. */
  public int width() {
    return reader.width();
  }

  /**
   * The logits of {@link #nodes}; their temperature is folded in.
   *
   * @param states of a prompt's tokens, as {@link Sequence#look} gives them
   * @param first of them that is read
   */
  public float[] logits(float[] states, int first) {
    return reader.logits(states, first);
  }

  private record Parts(Path file, Safetensors content) {
    EarlyFile earlyFile() {
      int depth = integer("depth", 1);
      int from = integer("from", 0);
      double threshold = threshold();
      var nodes = nodes();
      var queries = tensor("early.queries", 2);
      var rows = tensor("early.rows", 2);
      var bias = tensor("early.bias", 1);
      long width = queries.shape()[0];
      long parts = queries.shape()[1] + 2;
      require(width > 0 && parts > 2, "'early.queries' is empty");
      fits(rows, parts * width, nodes.size());
      fits(bias, nodes.size());
      return new EarlyFile(
          depth,
          from,
          threshold,
          nodes,
          new EarlyReader((int) width, values(queries), values(rows), values(bias)));
    }

    private int integer(String name, int least) {
      var text = text(name);
      // Nine digits are an int for sure.
      boolean number = text.matches("\\d{1,9}") && Integer.parseInt(text) >= least;
      require(
          number, "its metadata say '%s' for '%s', which is no number from %d", text, name, least);
      return Integer.parseInt(text);
    }

    private double threshold() {
      var text = text("threshold");
      double value;
      try {
        value = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      require(
          value > 0 && value <= 1,
          "its metadata say '%s' for 'threshold', which is no probability above 0",
          text);
      return value;
    }

    private String text(String name) {
      return content.metadata().getOrDefault(name, "");
    }

    private List<String> nodes() {
      var text = text("nodes");
      try {
        var nodes = List.of(new ObjectMapper().readValue(text, String[].class));
        require(
            !nodes.isEmpty() && new HashSet<>(nodes).size() == nodes.size(),
            "its metadata name the nodes %s: one at least is due, and none twice",
            nodes);
        return nodes;
      } catch (JsonProcessingException e) {
        throw wrong("its metadata say '%s' for 'nodes', which is no JSON list of names", text);
      }
    }

    private Tensor tensor(String name, int dimensions) {
      var tensor =
          content.tensors().stream()
              .filter(each -> each.name().equals(name) && each.shape().length == dimensions)
              .findFirst();
      return tensor.orElseThrow(
          () -> wrong("it has no tensor '%s' of %d dimensions", name, dimensions));
    }

    private void fits(Tensor tensor, long... shape) {
      require(
          Arrays.equals(tensor.shape(), shape),
          "'%s' has the shape %s, but its queries and nodes make it %s",
          tensor.name(),
          Arrays.toString(tensor.shape()),
          Arrays.toString(shape));
    }

    private static float[] values(Tensor tensor) {
      var bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      tensor.widenInto(bytes);
      var values = new float[tensor.size()];
      bytes.flip().asFloatBuffer().get(values);
      return values;
    }

    private void require(boolean holds, String what, Object... values) {
      if (!holds) {
        throw wrong(what, values);
      }
    }

    private ModelException wrong(String what, Object... values) {
      return new ModelException(
          "The reader %s: %s. Write it again (docs/adr/0014) or take it away."
              .formatted(file, what.formatted(values)));
    }
  }
}
