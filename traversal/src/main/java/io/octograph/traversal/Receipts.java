package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.traversal.Step.Phase;
import java.util.List;

/** Writes a walk's receipt from its steps. */
final class Receipts {
  private Receipts() {}

  static Receipt of(Tree tree, Traversal traversal, FinishReason reason, long nowMillis) {
    var graph = tree.graph();
    // In the order of the tree, not of time: parallel parts give the same receipt in any order.
    var steps =
        tree.preorder(tree.root()).stream().filter(step -> step.phase() != Phase.DENIED).toList();
    var usage =
        steps.stream()
            .filter(step -> step.result() != null)
            .map(step -> step.result().usage())
            .reduce(Usage.NONE, Usage::plus);
    return new Receipt(
        traversal.id(),
        traversal.graph(),
        traversal.version(),
        steps.stream().map(Step::node).toList(),
        steps.stream().filter(step -> !step.calls()).map(Receipts::decided).toList(),
        steps.stream().filter(Step::calls).map(step -> called(graph, step)).toList(),
        usage,
        steps.stream().mapToDouble(step -> cost(graph, step)).sum(),
        reason,
        nowMillis - traversal.startedMillis());
  }

  /** What a step has cost so far. */
  static double cost(Graph graph, Step step) {
    return step.result() == null
        ? 0
        : step.result().usage().cost(graph.worker(step.node()).price());
  }

  private static Receipt.Decided decided(Step step) {
    var decision = step.decision();
    if (decision == null) {
      return new Receipt.Decided(
          step.id(),
          step.node(),
          List.of(),
          null,
          0,
          List.of(),
          Decision.Times.UNKNOWN,
          step.failure());
    }
    return new Receipt.Decided(
        step.id(),
        step.node(),
        decision.calls().stream().map(Chosen::node).toList(),
        decision.kind(),
        decision.probability(),
        decision.top(),
        decision.times(),
        step.failure());
  }

  private static Receipt.Called called(Graph graph, Step step) {
    var call = step.call();
    var result = step.result();
    return new Receipt.Called(
        call.id(),
        call.node(),
        call.token(),
        call.probability(),
        call.rewrite(),
        call.rewritten(),
        call.reason(),
        result == null ? Usage.NONE : result.usage(),
        cost(graph, step),
        result == null ? Result.Times.UNKNOWN : result.times(),
        step.failure());
  }
}
