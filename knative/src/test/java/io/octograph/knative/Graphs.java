package io.octograph.knative;

import io.octograph.graph.ReadyGraphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Graphs to render. */
final class Graphs {
  /** Two ready graphs, and one with everything; the third ready one only has more of the same. */
  static final List<String> NAMES = List.of("mmlu", "starter", "hospital");

  private static final int AREAS = 32;

  private Graphs() {}

  static String yaml(String name) {
    if (ReadyGraphs.names().contains(name)) {
      return ReadyGraphs.yaml(name);
    }
    try {
      return Files.readString(Path.of("src/test/resources/graphs", name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Rendering render(String name) {
    return Renderer.render(yaml(name), name + ".yaml");
  }

  /** Of workers below one master, with no more than their names. */
  static String small(String graph, String... workers) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("graph: ").append(graph).append("\nversion: 1\nentry: entry\nnodes:\n");
    yaml.append(
        "  - {master: entry, model: m, edges: [%s]}\n".formatted(String.join(", ", workers)));
    for (String worker : workers) {
      yaml.append("  - {worker: %s, endpoints: embedded}\n".formatted(worker));
    }
    return yaml.toString();
  }

  /** Of many workers below 32 nested masters, each with texts as long as people write them. */
  static String large(int workers) {
    List<String> names =
        IntStream.range(0, workers).mapToObj("specialist_%04d_gpt"::formatted).toList();
    StringBuilder yaml = new StringBuilder("graph: large\nversion: 1\nentry: entry\nnodes:\n");
    List<String> areas = IntStream.range(0, AREAS).mapToObj("area_%d"::formatted).toList();
    yaml.append("  - {master: entry, model: m, edges: [%s]}\n".formatted(String.join(", ", areas)));
    for (int area = 0; area < AREAS; area++) {
      int every = area;
      List<String> edges =
          IntStream.range(0, workers).filter(i -> i % AREAS == every).mapToObj(names::get).toList();
      yaml.append(
          "  - {master: area_%d, model: m, edges: [%s]}\n"
              .formatted(area, String.join(", ", edges)));
    }
    for (String name : names) {
      yaml.append(
          """
            - worker: %s
              description: |
                Answers questions of one field: %s.
              prompt-style: Name the quantities with their units, and the one that is asked.
              system-prompt: You teach this field. Say what applies, and end with the result.
              endpoints: [{url: "${GPU_URL}", model: %s, api-key: "${GPU_KEY}"}]
          """
              .formatted(name, "what it knows well, and much else besides ".repeat(8), name));
    }
    return yaml.toString();
  }
}
