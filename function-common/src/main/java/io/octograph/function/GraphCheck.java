package io.octograph.function;

import io.octograph.graph.Graph;
import io.octograph.graph.Problem;
import java.util.List;

/** What a function must find in order before it takes a changed graph over. */
public interface GraphCheck {
  /**
   * Prepares for the graph and says what is in the way; empty when it may be used. May take long.
   */
  List<Problem> problems(Graph graph);
}
