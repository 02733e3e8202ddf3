package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.Rewrite;
import io.octograph.graph.Worker;
import io.octograph.traversal.Step.Phase;
import io.octograph.traversal.Step.Role;
import io.octograph.traversal.Tree.Standing;
import io.octograph.traversal.event.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The next state of a walk while one outcome is worked in; not shared, thrown away after. */
final class Draft {
  /**
   * How a step came to be.
   *
   * @param question what its branch has to answer
   * @param accepted the rewrite the guard let pass; may be empty
   * @param chosen the master's choice; its parts are empty where nothing was decided
   * @param reason for the receipt; may be empty
   */
  record Origin(String question, String accepted, Chosen chosen, String reason) {}

  private final Graph graph;
  private final Traversal base;
  private final Instant now;
  private final List<Step> steps;
  private final List<String> added = new ArrayList<>();
  private final Tree tree;
  private FinishReason limit;

  Draft(Graph graph, Traversal base, Instant now) {
    this.graph = graph;
    this.base = base;
    this.now = now;
    this.steps = new ArrayList<>(base.steps());
    this.tree = new Tree(graph, steps);
    this.limit = base.limit();
  }

  Graph graph() {
    return graph;
  }

  Tree tree() {
    return tree;
  }

  Traversal traversal() {
    return base;
  }

  Optional<Step> open(String id) {
    return tree.find(id).filter(Step::open);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  void put(Step changed) {
    steps.replaceAll(step -> step.id().equals(changed.id()) ? changed : step);
  }

  void limit(FinishReason met) {
    if (limit == FinishReason.STOP) {
      limit = met;
    }
  }

  void root(String node) {
    var hop = graph.node(node) instanceof Worker ? 1 : 0;
    var reason = base.query().node().isEmpty() ? "" : "The query was sent to this node.";
    var asked = new Origin(base.query().text(), "", new Chosen(node, "", 1, ""), reason);
    add(step("", Role.ROOT, hop, asked, List.of()));
  }

  /** Takes a step, or notes the limit that forbids it. */
  void add(Step parent, Role role, Origin origin) {
    add(parent, role, origin, tree.answersUpTo(parent));
  }

  /** Takes a step that is shown these answers. */
  void add(Step parent, Role role, Origin origin, List<Part> answers) {
    boolean stays =
        role == Role.FALLBACK
            ? parent.calls()
            : role == Role.NEXT && graph.worker(parent.node()).master().isPresent();
    add(step(parent.id(), role, parent.hop() + (stays ? 0 : 1), origin, answers));
  }

  private void add(Step step) {
    var limits = new Limiter(graph, steps, base.startedMillis(), limit);
    var denied = limits.denial(step, now);
    denied.ifPresent(this::limit);
    steps.add(denied.map(met -> step.denied(limits.sentence(met))).orElse(step));
    added.add(step.id());
  }

  private Step step(String parent, Role role, int hop, Origin origin, List<Part> answers) {
    int index = (int) steps.stream().filter(step -> step.hop() == hop).count();
    var id = Ids.step(base.id(), hop, index);
    var node = origin.chosen().node();
    return new Step(
        id,
        hop,
        index,
        parent,
        role,
        node,
        origin.question(),
        origin.accepted(),
        graph.node(node) instanceof Worker worker
            ? call(id, hop, index, worker, origin, answers)
            : null,
        Phase.OPEN,
        null,
        null,
        "",
        false,
        false,
        "",
        now.toEpochMilli());
  }

  private Call call(
      String id, int hop, int index, Worker worker, Origin origin, List<Part> answers) {
    var chosen = origin.chosen();
    var off = worker.rewrite() == Rewrite.OFF;
    var reason = origin.reason();
    if (off && reason.isEmpty() && !chosen.rewrite().isEmpty()) {
      reason = "The node takes every question as it was asked (rewrite: off).";
    }
    return new Call(
        id,
        hop,
        index,
        worker.name(),
        chosen.token(),
        chosen.probability(),
        origin.question(),
        chosen.rewrite(),
        !off && !origin.accepted().isEmpty(),
        reason,
        Texts.known(text(worker, origin, answers), answers));
  }

  /** The worker's text before the answers so far are added. */
  String text(Worker worker, Origin origin, List<Part> answers) {
    var original = base.query().text();
    // A later step's rewrite asks for the next thing only: the original stays beside it.
    boolean keep = Texts.passage(original) || !answers.isEmpty();
    return Texts.compose(worker.rewrite(), original, origin.question(), origin.accepted(), keep);
  }

  Command command(Step step) {
    if (step.calls()) {
      return new Command.Send(step.call(), tree.last(step));
    }
    return new Command.Decide(
        step.id(),
        step.node(),
        tree.among(step),
        step.question(),
        tree.answersBefore(step),
        new Limiter(graph, steps, base.startedMillis(), limit).callsLeft());
  }

  /** The state and commands that came of it; the end, when the root has come to something. */
  Move move() {
    var standing = tree.standing(tree.root());
    var unfinished = with(null);
    if (standing == Standing.PENDING) {
      var commands = added.stream().flatMap(id -> open(id).stream()).map(this::command).toList();
      return new Move(unfinished, commands);
    }
    var answer = Ending.of(tree, unfinished, now.toEpochMilli());
    return new Move(with(answer), List.of(new Command.Finish(answer)));
  }

  private Traversal with(Answer answer) {
    return new Traversal(
        base.id(),
        base.graph(),
        base.version(),
        base.query(),
        base.startedMillis(),
        steps,
        limit,
        answer);
  }
}
