package io.octograph.traversal;

import io.octograph.traversal.Tree.Standing;
import java.util.Map;

/** Makes the answer of a walk that has come to its end. */
final class Ending {
  private Ending() {}

  static Answer of(Tree tree, Traversal traversal, long nowMillis) {
    var root = tree.root();
    boolean good = tree.standing(root) == Standing.GOOD && !cancelled(traversal);
    var source = good ? tree.source(root) : "";
    var reason =
        good || traversal.limit() != FinishReason.STOP ? traversal.limit() : FinishReason.FAILED;
    var failures = tree.failures(root);
    var failure = "";
    if (!good) {
      failure = failures.isEmpty() ? "There is no answer." : Texts.reasons(failures);
    }
    return new Answer(
        traversal.id(),
        Rendering.of(tree, Map.of()).text(),
        reason,
        good ? finishReason(tree, reason, source) : FinishReason.FAILED.openai(),
        source,
        failure,
        !good && !failures.isEmpty() && failures.stream().allMatch(Step::passing),
        Receipts.of(tree, traversal, reason, nowMillis));
  }

  private static boolean cancelled(Traversal traversal) {
    return traversal.limit() == FinishReason.CANCELLED;
  }

  private static String finishReason(Tree tree, FinishReason reason, String source) {
    return reason != FinishReason.STOP || source.isEmpty()
        ? reason.openai()
        : tree.find(source).orElseThrow().result().finishReason();
  }
}
