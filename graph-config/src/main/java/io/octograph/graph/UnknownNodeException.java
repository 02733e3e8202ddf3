package io.octograph.graph;

import java.util.Collection;

/** A name that no node of a graph has (or no node of the kind asked for). */
public final class UnknownNodeException extends RuntimeException {
  private final String node;

  /**
   * @param graph name of the graph
   * @param kind what was asked for: "node", "master" or "worker"
   * @param node the name that was asked for
   * @param known the names that there are
   */
  public UnknownNodeException(String graph, String kind, String node, Collection<String> known) {
    super(
        "The graph "
            + graph
            + " has no "
            + kind
            + " named \""
            + node
            + "\"."
            + Nearest.to(node, known)
                .map(name -> " Did you mean " + name + "?")
                .orElse(" It has: " + String.join(", ", known) + "."));
    this.node = node;
  }

  public String node() {
    return node;
  }
}
