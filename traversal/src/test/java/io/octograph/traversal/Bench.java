package io.octograph.traversal;

import io.octograph.graph.Graph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Carries a walk's commands out by a script, in any order, as often as is wanted. */
final class Bench {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final Graph graph;
  private final ScriptedDecider decider = new ScriptedDecider();
  private final ScriptedCaller caller = new ScriptedCaller();
  private final List<String> log = new ArrayList<>();
  private String from = "";
  private UnaryOperator<Traversal> store = traversal -> traversal;
  private Answer answer;

  Bench(Graph graph) {
    this.graph = graph;
  }

  static Bench of(String limits) {
    return new Bench(Graphs.wide(limits));
  }

  Bench from(String node) {
    from = node;
    return this;
  }

  /** Every state goes through this, as through a store. */
  Bench stored(UnaryOperator<Traversal> store) {
    this.store = store;
    return this;
  }

  Bench on(String master, String decision) {
    if (master.contains(" = ")) {
      return on(new String[] {master, decision});
    }
    decider.on(master, decision);
    return this;
  }

  Bench after(String node, String decision) {
    decider.after(node, decision);
    return this;
  }

  Bench on(String... answers) {
    for (var line : answers) {
      var parts = line.split(" = ", 2);
      caller.on(parts[0], parts[1]);
    }
    return this;
  }

  Answer run(String question) {
    return run(Query.of(question).at(from), new Random(0), 0);
  }

  /** Runs with the outcomes in random order, some of them given again at random later moments. */
  Answer run(Query query, Random random, double again) {
    log.clear();
    var walker = new Walker(graph);
    var move = walker.start("w", query, NOON);
    var open = new ArrayList<Command>(move.commands());
    var given = new ArrayList<Outcome>();
    note(move);
    var traversal = store.apply(move.traversal());
    while (!traversal.finished()) {
      Outcome outcome;
      if (!given.isEmpty() && random.nextDouble() < again) {
        outcome = given.get(random.nextInt(given.size()));
      } else {
        outcome = carryOut(open.remove(again > 0 ? random.nextInt(open.size()) : 0), query);
      }
      given.add(outcome);
      move = walker.next(traversal, outcome, NOON.plusSeconds(1));
      open.addAll(move.commands());
      note(move);
      traversal = store.apply(move.traversal());
    }
    answer = traversal.answer();
    return answer;
  }

  private Outcome carryOut(Command command, Query query) {
    try {
      return switch (command) {
        case Command.Decide decide -> new Outcome.Decided(decide.id(), decision(decide, query));
        case Command.Send send ->
            new Outcome.Answered(caller.call(graph, query, send, delta -> {}));
        case Command.Finish finish -> throw new IllegalStateException("The walk has ended.");
      };
    } catch (DecisionException failed) {
      return new Outcome.Failed(
          ((Command.Decide) command).id(), failed.getMessage(), failed.passing());
    } catch (CallException failed) {
      return new Outcome.Failed(
          ((Command.Send) command).call().id(), failed.getMessage(), failed.passing());
    }
  }

  private Decision decision(Command.Decide decide, Query query) throws DecisionException {
    return decider.decide(
        new Ask(
            graph,
            graph.master(decide.master()),
            decide.among(),
            query.with(decide.question()),
            decide.answers(),
            query.rewrite(),
            query.top(),
            decide.calls()),
        chosen -> {});
  }

  private void note(Move move) {
    for (var command : move.commands()) {
      switch (command) {
        case Command.Decide decide -> {
          var asked = decide.question();
          boolean nested = log.size() > 0 && decide.answers().isEmpty();
          log.add(decide.master() + "?" + (nested ? "<" + asked + ">" : ""));
        }
        case Command.Send(var call, var last) ->
            log.add(call.node() + "<" + flat(call.text()) + ">" + (last ? "!" : ""));
        case Command.Finish finish -> {}
      }
    }
  }

  /** The commands in the order they were given; {@code !} marks a call that is the last. */
  String log() {
    return String.join("  ", log);
  }

  /** The answer and why it ended, in one line. */
  String ending() {
    if (answer.failed()) {
      var kind = answer.passing() ? "failed for now" : "failed";
      return "%s [%s: %s]".formatted(flat(answer.content()), kind, answer.failure());
    }
    var source = answer.source().isEmpty() ? "" : ", source " + answer.source();
    return "%s [%s%s]".formatted(flat(answer.content()), answer.reason().text(), source);
  }

  private static String flat(String text) {
    return text.replaceAll("\\n+", " / ");
  }

  @Override
  public String toString() {
    return graph.name();
  }
}
