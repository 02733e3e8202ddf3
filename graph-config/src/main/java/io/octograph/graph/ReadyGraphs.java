package io.octograph.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The graphs that come with Octograph, as resources on the class path. */
public final class ReadyGraphs {
  private static final List<String> NAMES = List.of("mmlu", "mmlu-nested", "starter", "agent");

  private ReadyGraphs() {}

  /**
   * {@code mmlu}: the 17 specialists of the paper; {@code mmlu-nested}: its 57 subjects below
   * masters; {@code starter}: two, for the tutorial; {@code agent}: a personal assistant that calls
   * five functions.
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The text of a ready graph's file.
   *
   * @throws IllegalArgumentException for any other name
   */
  public static String yaml(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "There is no ready graph named \"%s\". There are: %s."
              .formatted(name, String.join(", ", NAMES)));
    }
    try (InputStream file = ReadyGraphs.class.getResourceAsStream("/graphs/" + name + ".yaml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The ready graph " + name + " cannot be read.", e);
    }
  }

  /**
   * @throws IllegalArgumentException if there is no ready graph of that name
   * @throws InvalidGraphException if the reader's environment makes it unsound
   */
  public static Graph read(String name, GraphReader reader) {
    return reader.read(yaml(name), name + ".yaml");
  }

  /** A ready graph with the environment of this process. */
  public static Graph load(String name) {
    return read(name, GraphReader.ofProcess());
  }
}
