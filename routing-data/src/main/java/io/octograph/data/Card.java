package io.octograph.data;

import io.octograph.graph.Graph;
import io.octograph.graph.InvalidGraphException;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.graph.Problem;
import io.octograph.graph.Worker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a model is told of a node.
 *
 * @param promptStyle how a query must be put to it; may be empty
 * @param subjects of the docstring's line {@code Subjects: …}; may be empty
 * @param edges where a walk may go on after its answer
 */
record Card(
    String node,
    String description,
    String promptStyle,
    List<String> subjects,
    List<String> edges) {
  private static final Pattern SUBJECTS = Pattern.compile("(?m)^\\s*Subjects:\\s*(.+)$");

  /** The first sentence of the description, for lists of many nodes. */
  String brief() {
    String line = description.strip().replaceAll("\\s+", " ");
    int end = line.indexOf(". ");
    return end < 0 ? line : line.substring(0, end + 1);
  }

  /**
   * The neighbours of a master, by name.
   *
   * @param master its name, or empty for the graph's entry
   * @param source name of the graph's file, for problems
   * @throws InvalidGraphException where rows cannot be made of it, with all problems
   */
  static Map<String, Card> of(Graph graph, Optional<String> master, String source) {
    String name = master.orElse(graph.entry());
    if (!(graph.nodes().get(name) instanceof Master decides)) {
      String masters = String.join(", ", graph.masterList().stream().map(Master::name).toList());
      throw new InvalidGraphException(
          List.of(
              problem(
                  source,
                  Optional.empty(),
                  "\"%s\" is no master of the graph %s.".formatted(name, graph.name()),
                  masters.isEmpty()
                      ? "Rows teach a master to choose: add one with edges."
                      : "Give --master one of: " + masters + ".")));
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, Card> cards = new LinkedHashMap<>();
    for (String edge : decides.edges()) {
      Card card = of(graph.node(edge));
      if (card.description().isBlank()) {
        problems.add(
            problem(
                source,
                Optional.of(edge),
                "The node has no description, and rows are written from it.",
                "Add description: what it answers, parameters, returns."));
      }
      cards.put(edge, card);
    }
    if (cards.size() < 2) {
      problems.add(
          problem(
              source,
              Optional.of(name),
              "The master has a single neighbour, so there is nothing to choose.",
              "Add a second one to its edges."));
    }
    if (!problems.isEmpty()) {
      throw new InvalidGraphException(problems);
    }
    return cards;
  }

  private static Card of(Node node) {
    var subjects = SUBJECTS.matcher(node.description());
    return new Card(
        node.name(),
        node.description().strip(),
        node instanceof Worker worker ? worker.promptStyle().strip() : "",
        subjects.find() ? split(subjects.group(1)) : List.of(),
        node instanceof Worker worker ? worker.edges() : List.of());
  }

  private static List<String> split(String subjects) {
    return Arrays.stream(subjects.strip().replaceFirst("[.]$", "").split(","))
        .map(String::strip)
        .filter(subject -> !subject.isEmpty())
        .toList();
  }

  private static Problem problem(String source, Optional<String> node, String what, String mend) {
    return new Problem(source, 0, node, what, mend);
  }
}
