package io.octograph.graph;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A graph of language models, as read from one file.
 *
 * @param name of the graph
 * @param version 1 or more; stands in every receipt and event
 * @param entry name of the node where a query starts
 * @param workers address template of the worker functions, with {@code {graph}} and {@code {node}}
 * @param nodes by name, in the order of the file
 */
public record Graph(
    String name,
    int version,
    String entry,
    Optional<String> workers,
    Map<String, Node> nodes,
    Limits limits) {
  public Graph {
    Objects.requireNonNull(name, "A graph needs a name.");
    Objects.requireNonNull(entry, "A graph needs an entry.");
    Objects.requireNonNull(workers, "A graph's worker template may be empty, but not null.");
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    Objects.requireNonNull(limits, "A graph needs limits, e.g. Limits.DEFAULT.");
  }

  public Optional<Node> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * @throws UnknownNodeException if no node has that name
   */
  public Node node(String name) {
    return find(name)
        .orElseThrow(() -> new UnknownNodeException(this.name, "node", name, nodes.keySet()));
  }

  /**
   * @throws UnknownNodeException if no master has that name
   */
  public Master master(String name) {
    return nodes.get(name) instanceof Master master ? master : absent("master", name);
  }

  /**
   * @throws UnknownNodeException if no worker has that name
   */
  public Worker worker(String name) {
    return nodes.get(name) instanceof Worker worker ? worker : absent("worker", name);
  }

  /** All workers, in the order of the file. */
  public List<Worker> workerList() {
    return nodes.values().stream()
        .filter(Worker.class::isInstance)
        .map(Worker.class::cast)
        .toList();
  }

  /** All masters, in the order of the file. */
  public List<Master> masterList() {
    return nodes.values().stream()
        .filter(Master.class::isInstance)
        .map(Master.class::cast)
        .toList();
  }

  /**
   * The base address of the worker function that serves this worker, without a slash at its end;
   * callers add {@code /nodes/{node}/…}. It is the template {@link #workers}, or {@value
   * WorkerAddress#LOCAL} where neither the file nor the environment gives one.
   */
  public URI workerUrl(Worker worker) {
    return WorkerAddress.of(workers.orElse(WorkerAddress.LOCAL), name, worker.name());
  }

  private <T> T absent(String kind, String name) {
    List<String> known =
        nodes.values().stream()
            .filter(node -> kind.equals("master") == (node instanceof Master))
            .map(Node::name)
            .toList();
    throw new UnknownNodeException(this.name, kind, name, known);
  }
}
