package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.traversal.Rendering.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the walk on one version of one graph: state and outcome in, state and commands out.
 * Pure and free of state of its own: the same moves give the same walk, anywhere. An outcome that
 * is late, doubled or unknown gives the same state and no commands.
 *
 * <p>A hop is an edge taken: from a master to a neighbour, or from a worker along its own edges.
 * The limits of the graph hold for a whole walk. Where they bind among parallel parts, who comes
 * first is served; else the answer does not depend on the order of outcomes.
 */
public final class Walker {
  private final Graph graph;

  public Walker(Graph graph) {
    this.graph = graph;
  }

  /**
   * Begins a walk.
   *
   * @param id of the walk, derived from what makes the query unique; without a slash
   * @throws io.octograph.graph.UnknownNodeException if the query names an unknown node to start at
   */
  public Move start(String id, Query query, Instant now) {
    if (id.isBlank() || id.contains("/")) {
      throw new IllegalArgumentException(
          "The walk's id is \"" + id + "\"; give one that is not blank and has no slash.");
    }
    var node = graph.node(query.node().isEmpty() ? graph.entry() : query.node()).name();
    var empty =
        new Traversal(
            id,
            graph.name(),
            graph.version(),
            query,
            now.toEpochMilli(),
            List.of(),
            FinishReason.STOP,
            null);
    var draft = new Draft(graph, empty, now);
    draft.root(node);
    return draft.move();
  }

  /** Takes what came of a command. */
  public Move next(Traversal traversal, Outcome outcome, Instant now) {
    check(traversal);
    if (traversal.finished()) {
      return new Move(traversal, List.of());
    }
    var draft = new Draft(graph, traversal, now);
    var rules = new Rules(draft);
    switch (outcome) {
      case Outcome.Decided(var id, var decision) ->
          draft.open(id).filter(at -> !at.calls()).ifPresent(at -> rules.decided(at, decision));
      case Outcome.Answered(var result) ->
          draft
              .open(result.callId())
              .filter(Step::calls)
              .ifPresent(at -> rules.answered(at, result));
      case Outcome.Failed failed ->
          draft.open(failed.id()).ifPresent(at -> rules.failed(at, failed));
      case Outcome.TimedOut(var id, var begun, var partial) ->
          draft.open(id).ifPresent(at -> rules.failed(at, late(at, begun, partial)));
      case Outcome.Tick(var partials) -> tick(rules, draft, partials, now);
      case Outcome.Cancelled() ->
          rules.close(FinishReason.CANCELLED, "The request was cancelled.", Map.of());
    }
    rules.joins();
    return draft.move();
  }

  private void tick(Rules rules, Draft draft, Map<String, String> partials, Instant now) {
    var traversal = draft.traversal();
    if (!now.isBefore(deadline(traversal))) {
      var limit = Texts.duration(graph.limits().deadline());
      rules.close(
          FinishReason.LIMIT_DEADLINE,
          "The time for the whole answer, %s, is over.".formatted(limit),
          partials);
      return;
    }
    for (var step : traversal.steps()) {
      if (step.open() && step.calls() && !now.isBefore(due(step))) {
        rules.failed(step, late(step, false, ""));
      }
    }
  }

  /** The commands whose outcomes are awaited, or the end: to repeat after a crash. */
  public List<Command> pending(Traversal traversal) {
    check(traversal);
    if (traversal.finished()) {
      return List.of(new Command.Finish(traversal.answer()));
    }
    var draft = new Draft(graph, traversal, Instant.ofEpochMilli(traversal.startedMillis()));
    return traversal.steps().stream().filter(Step::open).map(draft::command).toList();
  }

  /** When the next {@link Outcome.Tick} can matter; empty when the walk has ended. */
  public Optional<Instant> due(Traversal traversal) {
    check(traversal);
    if (traversal.finished()) {
      return Optional.empty();
    }
    var moments = new ArrayList<Instant>();
    moments.add(deadline(traversal));
    traversal.steps().stream()
        .filter(step -> step.open() && step.calls())
        .map(this::due)
        .forEach(moments::add);
    return moments.stream().min(Instant::compareTo);
  }

  /** The calls whose worker has had its time. */
  public List<Call> overdue(Traversal traversal, Instant now) {
    return traversal.steps().stream()
        .filter(step -> step.open() && step.calls() && !now.isBefore(due(step)))
        .map(Step::call)
        .toList();
  }

  /**
   * The beginning of the answer that is settled already, whatever comes. It only ever grows, and in
   * the end is the whole answer.
   *
   * @param partials by call id: what has arrived of the answers that are still being written
   */
  Settled settled(Traversal traversal, Map<String, String> partials) {
    check(traversal);
    return traversal.finished()
        ? new Settled(traversal.answer().content(), "")
        : Rendering.of(new Tree(graph, traversal.steps()), partials);
  }

  /** When the walk's time is over. */
  public Instant deadline(Traversal traversal) {
    return Instant.ofEpochMilli(traversal.startedMillis()).plus(graph.limits().deadline());
  }

  private Instant due(Step step) {
    return Instant.ofEpochMilli(step.begunMillis()).plus(timeout(step));
  }

  private Duration timeout(Step step) {
    return graph.worker(step.node()).timeout();
  }

  private Outcome.Failed late(Step step, boolean begun, String partial) {
    var reason =
        step.calls()
            ? "No answer within %s.".formatted(Texts.duration(timeout(step)))
            : "No decision came in time.";
    return new Outcome.Failed(step.id(), reason, true, begun, partial);
  }

  private void check(Traversal traversal) {
    if (!traversal.graph().equals(graph.name()) || traversal.version() != graph.version()) {
      throw new IllegalArgumentException(
          "The walk %s began on %s version %d and cannot go on with %s version %d; keep the version it began with."
              .formatted(
                  traversal.id(),
                  traversal.graph(),
                  traversal.version(),
                  graph.name(),
                  graph.version()));
    }
  }
}
