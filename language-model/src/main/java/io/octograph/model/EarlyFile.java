package io.octograph.model;

import java.nio.file.Path;
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
    var parts = ReaderFile.open(file, "early.", "Write it again (docs/adr/0014) or take it away.");
    int depth = parts.integer("depth", 1);
    int from = parts.integer("from", 0);
    return new EarlyFile(depth, from, threshold(parts), parts.nodes(), reader(parts));
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

  private static EarlyReader reader(ReaderFile parts) {
    int nodes = parts.nodes().size();
    var shape = parts.shape("queries", 2);
    long width = shape[0];
    return new EarlyReader(
        shape[0],
        parts.values("queries", width, shape[1]),
        parts.values("rows", (shape[1] + 2) * width, nodes),
        parts.values("bias", nodes));
  }

  private static double threshold(ReaderFile parts) {
    double value = parts.number("threshold");
    parts.require(
        value > 0 && value <= 1,
        "its metadata say '%s' for 'threshold', which is no probability above 0",
        parts.text("threshold"));
    return value;
  }
}
