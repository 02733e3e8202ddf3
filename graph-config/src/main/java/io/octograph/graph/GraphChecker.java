package io.octograph.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks a graph as a whole: names that lead somewhere, and a shape that can be walked. */
public final class GraphChecker {
  private final Graph graph;
  private final Lines lines;
  private final Report report;

  private GraphChecker(Graph graph, Lines lines, Report report) {
    this.graph = graph;
    this.lines = lines;
    this.report = report;
  }

  /** All problems of a graph that was made in code; empty for a sound one. */
  public static List<Problem> check(Graph graph) {
    Report report = new Report(graph.name());
    check(graph, Lines.NONE, report);
    return report.problems();
  }

  /**
   * Finds the neighbours that a master cannot name, because its adapter has no functional token for
   * them.
   *
   * @param tokens for each master whose {@code master.json} is known, the nodes with a token there;
   *     other masters are not checked
   */
  public static List<Problem> tokens(Graph graph, Map<String, Set<String>> tokens) {
    Report report = new Report(graph.name());
    for (Node node : graph.nodes().values()) {
      Optional<String> decider =
          switch (node) {
            case Master master -> Optional.of(master.name());
            case Worker worker -> worker.edges().isEmpty() ? Optional.empty() : worker.master();
          };
      Optional<Set<String>> named = decider.map(tokens::get);
      if (named.isEmpty()) {
        continue;
      }
      for (String edge : node.edges()) {
        if (!named.get().contains(edge)) {
          report.add(
              0,
              Optional.of(node.name()),
              "The adapter of the master %s has no functional token for the neighbour %s."
                  .formatted(decider.get(), edge),
              "Remove the edge, or train an adapter that knows %s.".formatted(edge));
        }
      }
    }
    return report.problems();
  }

  static void check(Graph graph, Lines lines, Report report) {
    GraphChecker checker = new GraphChecker(graph, lines, report);
    checker.entry();
    for (Node node : graph.nodes().values()) {
      switch (node) {
        case Master master -> checker.master(master);
        case Worker worker -> checker.worker(worker);
      }
    }
    new ShapeChecker(graph, lines, report).check();
  }

  private void entry() {
    boolean comparable = !graph.entry().isBlank() && !graph.nodes().isEmpty();
    if (comparable && graph.find(graph.entry()).isEmpty()) {
      unknown(lines.of("entry"), Optional.empty(), "entry", graph.entry(), names(Node.class));
    }
    if (graph.nodes().containsKey(graph.name())) {
      add(
          lines.of("nodes", graph.name()),
          Optional.of(graph.name()),
          "The node %s has the name of the graph.".formatted(graph.name()),
          "Give it another name: requests ask for a graph or for a node by name.");
    }
  }

  private void master(Master master) {
    if (master.edges().isEmpty() && !unread(master, "edges")) {
      add(
          lines.of("nodes", master.name(), "edges"),
          Optional.of(master.name()),
          "The master %s has no edges.".formatted(master.name()),
          "Add the names of its neighbours, e.g. edges: [math_gpt, general_gpt].");
    }
    neighbours(master, "edges", master.edges(), Node.class);
    master.defaultNode().ifPresent(node -> defaultNode(master, node));
    boolean chooses = master.defaultNode().isPresent() || unread(master, "default");
    if (master.minProbability() > 0 && !chooses) {
      add(
          lines.of("nodes", master.name(), "min-probability"),
          Optional.of(master.name()),
          "min-probability has no effect without a default.",
          "Add default: and the neighbour that is taken below it.");
    }
    if (master.combine() instanceof ByWorker(String worker)) {
      neighbours(master, "combine", List.of(worker), Worker.class);
    }
  }

  /** Whether the field is in the file, but could not be read: that has been reported. */
  private boolean unread(Node node, String field) {
    return !report.shapeKnown() && lines.has("nodes", node.name(), field);
  }

  private void defaultNode(Master master, String node) {
    if (!master.edges().isEmpty() && !master.edges().contains(node)) {
      Optional<String> meant = report.guess(node, master.edges());
      add(
          lines.of("nodes", master.name(), "default"),
          Optional.of(master.name()),
          "The default %s is no neighbour of %s.".formatted(node, master.name()),
          meant
              .map(name -> "Did you mean " + name + "?")
              .orElse("Add it to the edges, or take one of them."));
    }
  }

  private void worker(Worker worker) {
    String name = worker.name();
    neighbours(worker, "edges", worker.edges(), Node.class);
    neighbours(worker, "fallback", worker.fallback(), Worker.class);
    worker
        .master()
        .ifPresent(master -> neighbours(worker, "master", List.of(master), Master.class));
    if (worker.edges().size() > 1 && worker.master().isEmpty()) {
      add(
          lines.of("nodes", name, "edges"),
          Optional.of(name),
          "The worker %s has %d edges and no master that chooses among them."
              .formatted(name, worker.edges().size()),
          "Add master: and the master whose adapter decides, or keep one edge.");
    }
    if (worker.master().isPresent() && worker.edges().isEmpty()) {
      add(
          lines.of("nodes", name, "master"),
          Optional.of(name),
          "The field master has no effect on a worker without edges.",
          "Add edges, or remove it.");
    }
  }

  /** Names that must be other nodes, of a kind, each once. */
  private void neighbours(Node node, String field, List<String> others, Class<?> kind) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < others.size(); i++) {
      String other = others.get(i);
      int line = lines.of("nodes", node.name(), field, i);
      Optional<String> about = Optional.of(node.name());
      if (!seen.add(other)) {
        add(line, about, "%s names %s twice.".formatted(field, other), "Keep one of the two.");
      } else if (other.equals(node.name())) {
        add(
            line,
            about,
            "%s of %s names %s itself.".formatted(field, other, other),
            "Name other nodes there.");
      } else if (graph.find(other).isEmpty()) {
        unknown(line, about, field, other, names(kind));
      } else if (!kind.isInstance(graph.node(other))) {
        String wanted = kind == Worker.class ? "worker" : "master";
        String is = kind == Worker.class ? "master" : "worker";
        add(
            line,
            about,
            "%s names %s, which is a %s.".formatted(field, other, is),
            "Name a %s there.".formatted(wanted));
      }
    }
  }

  private List<String> names(Class<?> kind) {
    List<String> names = new ArrayList<>();
    graph.nodes().values().stream().filter(kind::isInstance).map(Node::name).forEach(names::add);
    return names;
  }

  private void unknown(
      int line, Optional<String> node, String field, String name, List<String> known) {
    String all =
        known.size() > 20
            ? "Add such a node, or take another."
            : "The graph has: " + String.join(", ", known) + ".";
    add(
        line,
        node,
        "%s names \"%s\", which is no node of the graph.".formatted(field, Fields.clip(name)),
        report.guess(name, known).map(near -> "Did you mean " + near + "?").orElse(all));
  }

  private void add(int line, Optional<String> node, String what, String mend) {
    report.add(line, node, what, mend);
  }
}
