package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.Limits;
import io.octograph.traversal.Step.Phase;
import io.octograph.traversal.Step.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a walk may take one more step.
 *
 * @param met the limit that was met before, {@link FinishReason#STOP} for none
 */
record Limiter(Graph graph, List<Step> steps, long startedMillis, FinishReason met) {

  /** The limit that forbids this step, which is not among the steps yet. */
  Optional<FinishReason> denial(Step step, Instant now) {
    var limits = graph.limits();
    if (met == FinishReason.CANCELLED || met == FinishReason.LIMIT_DEADLINE) {
      return Optional.of(met);
    }
    if (now.toEpochMilli() - startedMillis >= limits.deadline().toMillis()) {
      return Optional.of(FinishReason.LIMIT_DEADLINE);
    }
    // A master must be able to take one more edge; a join is the way to end, not a way further.
    int reach = step.calls() ? step.hop() : step.hop() + 1;
    if (step.role() != Role.JOIN && reach > limits.hops()) {
      return Optional.of(FinishReason.LIMIT_HOPS);
    }
    if (sent() >= limits.calls() || (!step.calls() && decisions() >= mostDecisions(limits))) {
      return Optional.of(FinishReason.LIMIT_CALLS);
    }
    double spent = steps.stream().mapToDouble(at -> Receipts.cost(graph, at)).sum();
    return spent > 0 && spent >= limits.cost()
        ? Optional.of(FinishReason.LIMIT_COST)
        : Optional.empty();
  }

  /** How many calls a decision may make: at least 1, or it would not be asked for. */
  int callsLeft() {
    return Math.max(1, (int) (graph.limits().calls() - sent()));
  }

  String sentence(FinishReason reason) {
    var limits = graph.limits();
    return switch (reason) {
      case LIMIT_HOPS -> "The graph allows %d hops.".formatted(limits.hops());
      case LIMIT_CALLS -> "The graph allows %d calls.".formatted(limits.calls());
      case LIMIT_DEADLINE ->
          "The graph allows %s for an answer.".formatted(Texts.duration(limits.deadline()));
      case LIMIT_COST -> "The graph allows a cost of %s.".formatted(limits.cost());
      case CANCELLED -> "The request was cancelled.";
      case STOP, FAILED -> throw new IllegalArgumentException(reason + " is no limit.");
    };
  }

  private long sent() {
    return steps.stream().filter(at -> at.calls() && at.phase() != Phase.DENIED).count();
  }

  private long decisions() {
    return steps.stream().filter(at -> !at.calls() && at.phase() != Phase.DENIED).count();
  }

  // Masters that fan out to masters make decisions without calls; these are bounded too.
  private static int mostDecisions(Limits limits) {
    return limits.calls() + limits.hops();
  }
}
