package io.octograph.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks what follows from all edges together: nodes never reached, walks that never end. */
final class ShapeChecker {
  private final Graph graph;
  private final Lines lines;
  private final Report report;

  ShapeChecker(Graph graph, Lines lines, Report report) {
    this.graph = graph;
    this.lines = lines;
    this.report = report;
  }

  void check() {
    fallbackLoops();
    if (report.shapeKnown()) {
      unreachable();
      endlessCycles();
    }
  }

  private void unreachable() {
    if (meant(graph.entry()).isEmpty()) {
      return;
    }
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(graph.entry()));
    while (!open.isEmpty()) {
      Optional<Node> node = meant(open.pop());
      if (node.isPresent() && reached.add(node.get().name())) {
        open.addAll(leadsTo(node.get()));
      }
    }
    for (Node node : graph.nodes().values()) {
      if (!reached.contains(node.name())) {
        report.add(
            lines.of("nodes", node.name()),
            Optional.of(node.name()),
            "No walk that starts at %s reaches %s.".formatted(graph.entry(), node.name()),
            "Add it to the edges of a node that is reached, or remove it.");
      }
    }
  }

  private static List<String> leadsTo(Node node) {
    List<String> next = new ArrayList<>(node.edges());
    switch (node) {
      case Master master -> {
        master.defaultNode().ifPresent(next::add);
        if (master.combine() instanceof ByWorker(String worker)) {
          next.add(worker);
        }
      }
      case Worker worker -> {
        next.addAll(worker.fallback());
        worker.master().ifPresent(next::add);
      }
    }
    return next;
  }

  /** A name with a slip in it has been reported; here it counts as the node that was meant. */
  private Optional<Node> meant(String name) {
    return graph
        .find(name)
        .or(() -> report.guess(name, graph.nodes().keySet()).flatMap(graph::find));
  }

  /**
   * A walk can end at a worker without edges, and at one whose master may finish. The least fixed
   * point of "ends, or can go on to a node that can end", found backwards from those.
   */
  private void endlessCycles() {
    Map<String, List<String>> before = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Node node : graph.nodes().values()) {
      node.edges().forEach(e -> before.computeIfAbsent(e, _ -> new ArrayList<>()).add(node.name()));
      // An unknown neighbour has been reported; it is no reason for a second problem.
      boolean finishes = node instanceof Worker worker && worker.master().isPresent();
      boolean unknown = node.edges().stream().anyMatch(edge -> graph.find(edge).isEmpty());
      if (node.edges().isEmpty() || finishes || unknown) {
        open.add(node.name());
      }
    }
    Set<String> ends = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      if (ends.add(name)) {
        open.addAll(before.getOrDefault(name, List.of()));
      }
    }
    cycles(name -> ends.contains(name) ? List.of() : graph.node(name).edges())
        .forEach(
            cycle ->
                report.add(
                    lines.of("nodes", cycle.getFirst(), "edges"),
                    Optional.of(cycle.getFirst()),
                    "A walk never leaves the cycle %s.".formatted(String.join(" → ", cycle)),
                    "Give one of these nodes an edge to a worker that answers and ends, or a"
                        + " master that may finish."));
  }

  private void fallbackLoops() {
    cycles(name -> graph.node(name) instanceof Worker worker ? worker.fallback() : List.of())
        .forEach(
            cycle ->
                report.add(
                    lines.of("nodes", cycle.getFirst(), "fallback"),
                    Optional.of(cycle.getFirst()),
                    "The fallbacks go round in a loop: %s.".formatted(String.join(" → ", cycle)),
                    "Remove one of these fallbacks."));
  }

  /**
   * Cycles that have no node in common, each from one of its nodes back to it: one for each loop
   * that a depth-first walk closes, without recursion, since graphs may be deep.
   */
  private List<List<String>> cycles(java.util.function.Function<String, List<String>> next) {
    List<List<String>> cycles = new ArrayList<>();
    Set<String> done = new HashSet<>();
    Set<String> inCycle = new HashSet<>();
    for (String start : graph.nodes().keySet()) {
      List<String> path = new ArrayList<>();
      Map<String, Integer> depth = new HashMap<>();
      Deque<Deque<String>> rest = new ArrayDeque<>();
      enter(start, path, depth, rest, done, next);
      while (!rest.isEmpty()) {
        String to = rest.peek().poll();
        if (to == null) {
          rest.pop();
          depth.remove(path.removeLast());
        } else if (depth.containsKey(to)) {
          List<String> cycle = new ArrayList<>(path.subList(depth.get(to), path.size()));
          cycle.add(to);
          // A node that names itself has been reported as such.
          if (cycle.size() > 2 && cycle.stream().noneMatch(inCycle::contains)) {
            inCycle.addAll(cycle);
            cycles.add(cycle);
          }
        } else if (graph.find(to).isPresent()) {
          enter(to, path, depth, rest, done, next);
        }
      }
    }
    return cycles;
  }

  private static void enter(
      String name,
      List<String> path,
      Map<String, Integer> depth,
      Deque<Deque<String>> rest,
      Set<String> done,
      java.util.function.Function<String, List<String>> next) {
    if (done.add(name)) {
      depth.put(name, path.size());
      path.add(name);
      rest.push(new ArrayDeque<>(next.apply(name)));
    }
  }
}
