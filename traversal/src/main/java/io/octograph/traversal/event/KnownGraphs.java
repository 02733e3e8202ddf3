package io.octograph.traversal.event;

import io.octograph.graph.Graph;
import java.util.Optional;

/** The graphs that walks may be on: a walk ends on the version it began with. */
public interface KnownGraphs {
  /** The graph that new walks begin on. */
  Graph current();

  /** That version of that graph, if it is still to be had. */
  Optional<Graph> find(String name, int version);
}
