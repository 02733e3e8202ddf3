package io.octograph.benchmark;

import io.octograph.benchmark.Load.Question;
import io.octograph.graph.Graph;
import java.util.List;

/** What is measured, with what it is asked and how often. */
record Subject(Rig rig, Graph graph, Queries queries, Effort effort) {
  /** Questions whose answers nobody measures. */
  List<Question> warming() {
    return Load.questions(queries.conversations(effort.warm()), true);
  }
}
