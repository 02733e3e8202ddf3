package io.octograph.model.opinion;

import io.octograph.model.ModelException;
import io.octograph.model.ReaderFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A master's second opinion as it lies beside its adapter: {@code opinion.safetensors}
 * (docs/adr/0018).
 *
 * @param encoder whose states the reader reads: the name of its resources
 * @param most tokens of a text that it reads, its own two among them
 * @param tuned values of the encoder's graph that others take the place of, by name; may be empty
 * @param nodes in the order of the reader's columns
 * @param blend its weight beside the master's decision
 */
public record OpinionFile(
    String encoder,
    int most,
    Map<String, float[]> tuned,
    List<String> nodes,
    PooledReader reader,
    Blend blend) {
  /** Its name in a master's folder. */
  public static final String NAME = "opinion.safetensors";

  /**
   * Reads and checks it.
   *
   * @throws ModelException where it is missing or broken, or its parts do not fit together
   */
  public static OpinionFile read(Path file) {
    var parts =
        ReaderFile.open(file, "opinion.", "Write it again (docs/adr/0018) or take it away.");
    var encoder = parts.text("encoder");
    // It becomes a resource's name.
    parts.require(
        encoder.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
        "its metadata say '%s' for 'encoder', which is no name of one",
        encoder);
    var nodes = parts.nodes();
    int doubled = parts.shape("rows", 2)[0];
    parts.require(doubled % 2 == 0, "'opinion.rows' has %d rows, not two for a value", doubled);
    return new OpinionFile(
        encoder,
        parts.integer("tokens", 3),
        parts.vectors("tuned."),
        nodes,
        new PooledReader(
            parts.values("rows", doubled, nodes.size()), parts.values("bias", nodes.size())),
        new Blend(weight(parts, "own"), weight(parts, "other")));
  }

  private static double weight(ReaderFile parts, String name) {
    double weight = parts.number(name);
    parts.require(
        weight > 0 && Double.isFinite(weight),
        "its metadata say '%s' for '%s', which is no weight above 0",
        parts.text(name),
        name);
    return weight;
  }
}
