package io.octograph.traversal;

import io.octograph.graph.ByWorker;
import io.octograph.graph.Master;
import io.octograph.graph.Worker;
import io.octograph.traversal.Draft.Origin;
import io.octograph.traversal.Step.Phase;
import io.octograph.traversal.Step.Role;
import io.octograph.traversal.Tree.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from an outcome. */
final class Rules {
  private final Draft draft;
  private final Tree tree;

  Rules(Draft draft) {
    this.draft = draft;
    this.tree = draft.tree();
  }

  /** Calls what was chosen; the default node for none and doubt; nothing more once answered. */
  void decided(Step step, Decision decision) {
    draft.put(step.decided(decision));
    var master = draft.graph().master(step.node());
    var among = tree.among(step);
    boolean answered = !tree.answersBefore(step).isEmpty();
    var chosen =
        decision.calls().stream()
            .filter(call -> among.contains(call.node()))
            // Going on is a chance: what is in doubt then is left.
            .filter(call -> !answered || call.probability() >= master.minProbability())
            .toList();
    boolean doubted = decision.probability() < master.minProbability();
    boolean mayDoubt = answered || master.defaultNode().isPresent();
    if (!chosen.isEmpty() && !(doubted && mayDoubt)) {
      parts(step, master, chosen, decision.clipped());
    } else if (!answered) {
      byDefault(step, master, decision);
    }
  }

  private void parts(Step step, Master master, List<Chosen> chosen, boolean clipped) {
    var original = draft.traversal().query().text();
    boolean survive = !clipped && !Texts.passage(original) && tree.answersBefore(step).isEmpty();
    var rewrites = chosen.stream().map(Chosen::rewrite).toList();
    if (survive && rewrites.size() == 1) {
      rewrites = List.of(ExamOptions.kept(step.question(), rewrites.getFirst()));
    }
    var objections = RewriteGuard.objections(step.question(), context(step), rewrites, survive);
    boolean several = survive && chosen.size() > 1;
    boolean refused = objections.stream().anyMatch(objection -> !objection.isEmpty());
    var parts = several && refused ? QuestionParts.of(step.question()) : List.<String>of();
    boolean cut = parts.size() == chosen.size();
    // The same text to the same node twice would be the same answer twice.
    var distinct = new LinkedHashMap<List<String>, Origin>();
    for (int i = 0; i < chosen.size(); i++) {
      var call = chosen.get(i);
      var accepted = objections.get(i).isEmpty() ? rewrites.get(i) : "";
      boolean alone = chosen.size() == 1 && draft.graph().node(call.node()) instanceof Worker;
      var own = cut ? parts.get(i) : step.question();
      var question = alone || accepted.isEmpty() ? own : accepted;
      var origin =
          trusted(new Origin(question, accepted, call, reason(objections.get(i), cut)), master);
      distinct.putIfAbsent(List.of(origin.chosen().node(), essence(origin)), origin);
    }
    distinct.values().forEach(origin -> draft.add(step, Role.PART, origin));
  }

  private String reason(String objection, boolean cut) {
    if (!draft.traversal().query().rewrite()) {
      return "No rewrite was asked for.";
    }
    return cut && !objection.isEmpty()
        ? objection + " Its part of the question goes out as it was asked."
        : objection;
  }

  /** That there is a further question is sure even where its node is not: it goes by default. */
  private static Origin trusted(Origin origin, Master master) {
    var call = origin.chosen();
    if (call.probability() >= master.minProbability() || master.defaultNode().isEmpty()) {
      return origin;
    }
    var instead = new Chosen(master.defaultNode().get(), "", call.probability(), call.rewrite());
    return new Origin(origin.question(), origin.accepted(), instead, doubt(call, master));
  }

  private String context(Step step) {
    var turns = draft.traversal().query().messages().stream().map(Message::content);
    var answers = tree.answersBefore(step).stream().map(Part::content);
    return Stream.concat(turns, answers).collect(Collectors.joining("\n"));
  }

  private String essence(Origin origin) {
    return draft.graph().node(origin.chosen().node()) instanceof Worker worker
        ? draft.text(worker, origin, List.of())
        : origin.question();
  }

  private void byDefault(Step step, Master master, Decision decision) {
    if (master.defaultNode().isEmpty()) {
      var reason = "No neighbour fits this question, and the master has no default node.";
      draft.put(tree.find(step.id()).orElseThrow().failed(reason, false, false, ""));
      return;
    }
    var node = master.defaultNode().get();
    var reason =
        decision.calls().isEmpty()
            ? "The default node: no other fits, with a probability of %.3f."
                .formatted(decision.probability())
            : doubt(decision.calls().getFirst(), master);
    var chosen = new Chosen(node, "", decision.probability(), "");
    draft.add(step, Role.PART, new Origin(step.question(), "", chosen, reason));
  }

  private static String doubt(Chosen call, Master master) {
    return "The default node: %s has a probability of %.3f, and the master asks for %.3f."
        .formatted(call.node(), call.probability(), master.minProbability());
  }

  /** Goes on along the worker's edges, where it has some. */
  void answered(Step step, Result result) {
    draft.put(step.answered(result));
    if (tree.goesOn(step)) {
      var worker = draft.graph().worker(step.node());
      var node = worker.master().orElseGet(() -> worker.edges().getFirst());
      var chosen = new Chosen(node, "", 1, "");
      var answered = tree.find(step.id()).orElseThrow();
      var reason = "It follows on %s.".formatted(step.node());
      draft.add(answered, Role.NEXT, new Origin(step.question(), "", chosen, reason));
    }
  }

  /** Takes another way as long as the client has seen nothing of this one. */
  void failed(Step step, Outcome.Failed why) {
    var reason = why.reason().isBlank() ? "It failed." : why.reason();
    boolean shown = why.begun() || !why.partial().isEmpty();
    var failed = step.failed(reason, why.passing(), shown, why.partial());
    draft.put(failed);
    if (shown) {
      return;
    }
    if (step.calls()) {
      fallback(failed);
    } else if (!why.passing() && tree.answersBefore(step).isEmpty()) {
      draft
          .graph()
          .master(step.node())
          .defaultNode()
          .ifPresent(node -> instead(failed, node, step.question(), "", "", 0));
    }
  }

  private void fallback(Step failed) {
    var origin = tree.origin(failed);
    var tried = new ArrayList<String>(List.of(origin.node()));
    for (var at = failed; !at.id().equals(origin.id()); at = tree.parent(at)) {
      tried.add(at.node());
    }
    draft.graph().worker(origin.node()).fallback().stream()
        .filter(node -> !tried.contains(node))
        .findFirst()
        .ifPresent(
            node ->
                instead(
                    failed,
                    node,
                    origin.question(),
                    origin.accepted(),
                    origin.call().rewrite(),
                    origin.call().probability()));
  }

  private void instead(
      Step failed, String node, String question, String accepted, String rewrite, double p) {
    var reason = "Instead of %s, which failed: %s".formatted(failed.node(), failed.failure());
    var chosen = new Chosen(node, "", p, rewrite);
    // A fallback stands in the failed call's place: a join's parts go to it as well.
    draft.add(failed, Role.FALLBACK, new Origin(question, accepted, chosen, reason), shown(failed));
  }

  private List<Part> shown(Step failed) {
    var origin = tree.origin(failed);
    return origin.role() == Role.JOIN ? joined(tree.parent(origin)) : tree.answersUpTo(failed);
  }

  /** Sends the parts that are complete to the worker that makes one answer of them. */
  void joins() {
    var ready = draft.steps().stream().filter(this::needsJoin).findFirst();
    while (ready.isPresent()) {
      var step = ready.get();
      var combine = (ByWorker) draft.graph().master(step.node()).combine();
      var chosen = new Chosen(combine.worker(), "", 1, "");
      var origin = new Origin(step.question(), "", chosen, "It makes one answer of several.");
      draft.add(step, Role.JOIN, origin, joined(step));
      ready = draft.steps().stream().filter(this::needsJoin).findFirst();
    }
  }

  private boolean needsJoin(Step step) {
    if (step.calls()
        || step.phase() != Phase.DONE
        || !(draft.graph().master(step.node()).combine() instanceof ByWorker)
        || tree.child(step, Role.JOIN).isPresent()) {
      return false;
    }
    var parts = tree.children(step, Role.PART).stream().map(tree::standing).toList();
    return !parts.contains(Standing.PENDING)
        && parts.stream().filter(part -> part == Standing.GOOD).count() > 1;
  }

  private List<Part> joined(Step step) {
    var parts = new ArrayList<>(tree.answersBefore(step));
    for (var part : tree.children(step, Role.PART)) {
      if (tree.standing(part) == Standing.GOOD) {
        parts.add(new Part(part.node(), Tree.asked(part), Rendering.of(tree, part)));
      }
    }
    return List.copyOf(parts);
  }

  /** Ends what is open: what has arrived of an answer counts, the rest has failed. */
  void close(FinishReason reason, String sentence, Map<String, String> partials) {
    draft.limit(reason);
    for (var step : draft.steps()) {
      var partial = partials.getOrDefault(step.id(), "");
      if (!step.open()) {
        continue;
      }
      if (step.calls() && !partial.isEmpty()) {
        draft.put(
            step.answered(
                new Result(
                    step.id(), step.node(), partial, "length", Usage.NONE, Result.Times.UNKNOWN)));
      } else {
        draft.put(step.failed(sentence, true, false, ""));
      }
    }
  }
}
