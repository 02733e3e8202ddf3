package io.octograph.graph;

import java.util.List;

/** A node of a graph: a master decides where a query goes on, a worker answers it. */
public sealed interface Node permits Master, Worker {
  /** Unique in its graph, at most 40 characters of {@code [a-z0-9_]}, beginning with a letter. */
  String name();

  /** What the node answers, in the manner of a docstring; may be empty. */
  String description();

  /** Names of the neighbours, in the order of the file, each once. */
  List<String> edges();
}
