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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A safetensors file with what reads a decision off some states: a few tensors, whose names have a
 * prefix in common, and metadata, of which {@code nodes} is a JSON list of the names of the nodes.
 */
public final class ReaderFile {
  private final Path file;
  private final String prefix;
  private final String mend;
  private final Safetensors content;

  private ReaderFile(Path file, String prefix, String mend, Safetensors content) {
    this.file = file;
    this.prefix = prefix;
    this.mend = mend;
    this.content = content;
  }

  /**
   * Reads a file; its parts are checked when they are asked for.
   *
   * @param prefix of its tensors' names, such as {@code early.}
   * @param mend a sentence: what to do where it is broken
   * @throws ModelException where it is missing or no such file
   */
  public static ReaderFile open(Path file, String prefix, String mend) {
    return new ReaderFile(file, prefix, mend, Safetensors.read(file));
  }

  /** The text of the metadata by that name; empty where there is none. */
  public String text(String name) {
    return content.metadata().getOrDefault(name, "");
  }

  /** The integer of that name. */
  public int integer(String name, int least) {
    var text = text(name);
    // Nine digits are an int for sure.
    boolean number = text.matches("\\d{1,9}") && Integer.parseInt(text) >= least;
    require(
        number, "its metadata say '%s' for '%s', which is no number from %d", text, name, least);
    return Integer.parseInt(text);
  }

  /** The number of that name; not a number where it is none. */
  public double number(String name) {
    try {
      return Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The nodes of the columns, one at least and none twice. */
  public List<String> nodes() {
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

  /** The shape of a tensor, which must have so many dimensions, none of them 0. */
  public int[] shape(String name, int dimensions) {
    var shape =
        Arrays.stream(tensor(name, dimensions).shape()).mapToInt(Math::toIntExact).toArray();
    require(Arrays.stream(shape).allMatch(size -> size > 0), "'%s' is empty", prefix + name);
    return shape;
  }

  /** A tensor's values, one row after the other; its shape must be the given one. */
  public float[] values(String name, long... shape) {
    var tensor = tensor(name, shape.length);
    require(
        Arrays.equals(tensor.shape(), shape),
        "'%s' has the shape %s, but its queries and nodes make it %s",
        tensor.name(),
        Arrays.toString(tensor.shape()),
        Arrays.toString(shape));
    return widened(tensor);
  }

  private static float[] widened(Tensor tensor) {
    var bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    tensor.widenInto(bytes);
    var values = new float[tensor.size()];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  /**
   * The values of other tensors of one dimension, by their names without their prefix.
   *
   * @param others what those names have in common, such as {@code tuned.}
   */
  public Map<String, float[]> vectors(String others) {
    return content.tensors().stream()
        .filter(tensor -> tensor.name().startsWith(others) && tensor.shape().length == 1)
        .collect(
            Collectors.toUnmodifiableMap(
                tensor -> tensor.name().substring(others.length()), ReaderFile::widened));
  }

  private Tensor tensor(String name, int dimensions) {
    var tensor =
        content.tensors().stream()
            .filter(each -> each.name().equals(prefix + name))
            .filter(each -> each.shape().length == dimensions)
            .findFirst();
    return tensor.orElseThrow(
        () -> wrong("it has no tensor '%s' of %d dimensions", prefix + name, dimensions));
  }

  /**
   * Holds a part of the file to a rule.
   *
   * @throws ModelException with what is wrong, the file and the mend, where it does not hold
   */
  public void require(boolean holds, String what, Object... values) {
    if (!holds) {
      throw wrong(what, values);
    }
  }

  private ModelException wrong(String what, Object... values) {
    return new ModelException(
        "The reader %s: %s. %s".formatted(file, what.formatted(values), mend));
  }
}
