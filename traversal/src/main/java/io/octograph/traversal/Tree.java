package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.Worker;
import io.octograph.traversal.Step.Phase;
import io.octograph.traversal.Step.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a walk's steps as the tree they are. */
final class Tree {
  /** What a step and all that came of it amount to. */
  enum Standing {
    /** Something is still awaited. */
    PENDING,
    /** There is an answer. */
    GOOD,
    /** There is none, and the client has seen nothing of it: another way may be taken. */
    BAD,
    /** There is none, and the client has seen a piece of it. */
    BROKEN
  }

  private final Graph graph;
  private final List<Step> steps;

  Tree(Graph graph, List<Step> steps) {
    this.graph = graph;
    this.steps = steps;
  }

  Graph graph() {
    return graph;
  }

  Step root() {
    return steps.getFirst();
  }

  Optional<Step> find(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  Step parent(Step step) {
    return find(step.parent()).orElseThrow();
  }

  Optional<Step> child(Step step, Role role) {
    return children(step, role).stream().findFirst();
  }

  List<Step> children(Step step, Role role) {
    return children(step).stream().filter(child -> child.role() == role).toList();
  }

  List<Step> children(Step step) {
    return steps.stream().filter(child -> child.parent().equals(step.id())).toList();
  }

  Standing standing(Step step) {
    return step.calls() ? ofCall(step) : ofDecision(step);
  }

  private Standing ofCall(Step step) {
    return switch (step.phase()) {
      case OPEN -> Standing.PENDING;
      case DENIED, FAILED -> ofFailed(step);
      case DONE ->
          child(step, Role.NEXT)
              .map(this::standing)
              // Going on is a chance, not a duty: without it the worker's own answer stands.
              .map(next -> next == Standing.BAD ? Standing.GOOD : next)
              .orElse(Standing.GOOD);
    };
  }

  private Standing ofFailed(Step step) {
    if (step.shown()) {
      return Standing.BROKEN;
    }
    return child(step, Role.FALLBACK).map(this::standing).orElse(Standing.BAD);
  }

  private Standing ofDecision(Step step) {
    if (step.open()) {
      return Standing.PENDING;
    }
    if (step.phase() != Phase.DONE) {
      return ofFailed(step);
    }
    var parts = children(step, Role.PART).stream().map(this::standing).toList();
    if (parts.contains(Standing.PENDING)) {
      return Standing.PENDING;
    }
    if (parts.contains(Standing.GOOD)) {
      return child(step, Role.JOIN)
          .map(this::standing)
          .map(join -> join == Standing.BAD ? Standing.GOOD : join)
          .orElse(Standing.GOOD);
    }
    return parts.contains(Standing.BROKEN) ? Standing.BROKEN : Standing.BAD;
  }

  /** The first call of a chain of fallbacks: its list is the one that counts. */
  Step origin(Step step) {
    var at = step;
    while (at.role() == Role.FALLBACK && parent(at).calls()) {
      at = parent(at);
    }
    return at;
  }

  /** Whether the walk would go on after this worker's answer, limits apart. */
  boolean goesOn(Step step) {
    return step.calls()
        && origin(step).role() != Role.JOIN
        && graph.node(step.node()) instanceof Worker worker
        && (worker.master().isPresent() ? !worker.edges().isEmpty() : worker.edges().size() == 1);
  }

  /** Whether the walk may go on after this worker's answer. */
  boolean mayGoOn(Step step) {
    return goesOn(step) && step.hop() < graph.limits().hops();
  }

  /** Whether this call's text, if it comes, is the walk's answer verbatim. */
  boolean last(Step step) {
    if (mayGoOn(step)) {
      return false;
    }
    for (var at = step; at.role() != Role.ROOT; at = parent(at)) {
      if (at.role() == Role.PART && children(parent(at), Role.PART).size() > 1) {
        return false;
      }
    }
    return true;
  }

  /** The neighbours a master may choose: its own, or those of the worker that has answered. */
  List<String> among(Step step) {
    if (step.role() == Role.NEXT) {
      var worker = graph.worker(parent(step).node());
      if (worker.master().isPresent()) {
        return worker.edges();
      }
    }
    return graph.node(step.node()).edges();
  }

  /** The answers that lead to this step, oldest first; those of its siblings are not among them. */
  List<Part> answersBefore(Step step) {
    return step.role() == Role.ROOT ? List.of() : answersUpTo(parent(step));
  }

  /** Those answers and this step's own. */
  List<Part> answersUpTo(Step step) {
    var answers = new ArrayList<>(answersBefore(step));
    if (step.result() != null) {
      answers.add(new Part(step.node(), asked(step), step.result().content()));
    }
    return List.copyOf(answers);
  }

  /** What a step was asked, for people: the rewrite where there is one. */
  static String asked(Step step) {
    return step.accepted().isEmpty() ? step.question() : step.accepted();
  }

  /** The id of the call whose text is this step's answer as it is; empty when there is none. */
  String source(Step step) {
    if (step.result() != null) {
      return child(step, Role.NEXT)
          .filter(next -> standing(next) != Standing.BAD)
          .map(this::source)
          .orElse(step.id());
    }
    if (step.phase() != Phase.DONE) {
      return child(step, Role.FALLBACK).map(this::source).orElse("");
    }
    var parts = children(step, Role.PART);
    if (parts.size() == 1) {
      return source(parts.getFirst());
    }
    return child(step, Role.JOIN)
        .filter(join -> standing(join) == Standing.GOOD)
        .map(this::source)
        .orElse("");
  }

  /** The failed steps at and below this one, in the order of the tree. */
  List<Step> failures(Step step) {
    return preorder(step).stream().filter(at -> !at.failure().isEmpty()).toList();
  }

  /** This step and all below it, parents first, siblings in the order they were taken. */
  List<Step> preorder(Step step) {
    var all = new ArrayList<Step>();
    all.add(step);
    children(step).forEach(child -> all.addAll(preorder(child)));
    return all;
  }
}
