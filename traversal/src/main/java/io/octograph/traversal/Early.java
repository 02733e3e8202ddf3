package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.Worker;
import java.util.Optional;

/** What a first token says before its decision is whole. */
public final class Early {
  private Early() {}

  /**
   * The worker that a choice will most likely call, so that it can be woken: the chosen one, or the
   * master's default where the choice is doubted. Empty for another master.
   */
  public static Optional<String> worker(Graph graph, String master, Chosen chosen) {
    var at = graph.master(master);
    boolean doubted = chosen.probability() < at.minProbability();
    var node = doubted ? at.defaultNode().orElse(chosen.node()) : chosen.node();
    return graph.find(node).filter(Worker.class::isInstance).map(found -> node);
  }
}
