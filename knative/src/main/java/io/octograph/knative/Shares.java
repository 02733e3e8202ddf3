package io.octograph.knative;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What each function gets of a graph's file. The router decides and a worker answers, so neither
 * needs the other's half: no key of a node leaves that node's pods, a file stays far below the 1
 * MiB of a ConfigMap, and a change of one node's text is no change of the others.
 */
final class Shares {
  private static final Set<String> ROUTER_LEAVES =
      Set.of("endpoints", "functions", "system-prompt", "model", "adapter", "scale");
  private static final Set<String> WORKER_LEAVES =
      Set.of(
          "description",
          "prompt-style",
          "rewrite",
          "fallback",
          "price",
          "scale",
          "edges",
          "master");

  /** Fields of the file that only who walks needs. */
  private static final Set<String> WALKS = Set.of("workers", "limits");

  private Shares() {}

  /** All nodes; of the workers what a walk needs. */
  static GraphTree router(GraphTree graph) {
    List<MappingNode> nodes = new ArrayList<>();
    for (MappingNode node : graph.nodes()) {
      if (GraphTree.value(node, "worker") == null) {
        nodes.add(node);
      } else {
        MappingNode worker = GraphTree.without(node, ROUTER_LEAVES);
        boolean upstream = GraphTree.value(node, "endpoints") instanceof SequenceNode;
        nodes.add(
            GraphTree.with(
                worker, "endpoints", upstream ? elsewhere() : GraphTree.scalar("embedded")));
      }
    }
    return graph.withNodes(nodes);
  }

  /** One worker, and of it what its function needs. */
  static GraphTree worker(GraphTree graph, String name) {
    MappingNode node =
        graph.nodes().stream()
            .filter(found -> GraphTree.text(found, "worker").equals(name))
            .findFirst()
            .orElseThrow();
    MappingNode alone =
        GraphTree.replace(GraphTree.without(graph.root(), WALKS), "entry", GraphTree.scalar(name));
    return new GraphTree(alone).withNodes(List.of(GraphTree.without(node, WORKER_LEAVES)));
  }

  /** Stands for endpoints that only the worker knows, so that /v1/graph still says "upstream". */
  private static SequenceNode elsewhere() {
    MappingNode url =
        GraphTree.with(GraphTree.mapping(), "url", GraphTree.scalar("http://worker.invalid"));
    return GraphTree.list(List.of(GraphTree.with(url, "model", GraphTree.scalar("its-own"))));
  }
}
