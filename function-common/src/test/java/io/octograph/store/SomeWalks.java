package io.octograph.store;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Command;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Move;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.Usage;
import io.octograph.traversal.Walker;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Walks as the machine makes them: several steps, parallel calls, nested masters, failures. */
final class SomeWalks {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Attributes.Reply REPLY = new Attributes.Reply("c \"1\"", "");

  private static final Graph GRAPH =
      new GraphReader(name -> Optional.empty())
          .read(
              """
              graph: stored
              version: 3
              entry: entry
              nodes:
                - {master: entry, model: m, edges: [math, physics, health], default: physics}
                - {master: health, model: m, edges: [anatomy, virology], combine: physics}
                - {worker: math, description: It adds., endpoints: embedded, model: m, edges: [physics, anatomy], master: entry, price: {input: 1, output: 3}}
                - {worker: physics, description: It explains., endpoints: embedded, model: m, fallback: [anatomy]}
                - {worker: anatomy, description: It answers., endpoints: embedded, model: m}
                - {worker: virology, description: It answers., endpoints: embedded, model: m}
              limits: {hops: 6, calls: 8}
              """,
              "stored.yaml");

  private static final List<String> TEXTS =
      List.of(
          "What is 2 + 2?",
          "第二次鴉片戰爭 2 + 2?",
          "\"quoted\" \\ \u0000 \u2028 \uD83D\uDC19 2 + 2",
          "2 + 2 " + "long ".repeat(2000));

  private SomeWalks() {}

  /** A walk that begins; another for each name. */
  static StoredWalk begun(String name) {
    return begun(name, Query.of(TEXTS.getFirst()).at("physics"));
  }

  /** The walk one move on. */
  static StoredWalk moved(StoredWalk walk, String cause) {
    return walk.moved(new Move(walk.traversal(), List.of()), cause);
  }

  /** The walk after its only call was answered. */
  static StoredWalk answered(StoredWalk walk) {
    var walker = new Walker(GRAPH);
    var send = (Command.Send) walker.pending(walk.traversal()).getFirst();
    var answer = new Outcome.Answered(Result.of(send.call(), "4"));
    return walk.moved(walker.next(walk.traversal(), answer, NOON), send.call().id());
  }

  /** All states of a walk whose masters and workers do anything. */
  static List<StoredWalk> wander(Random random) {
    var messages = List.of(new Message("system", ""), Message.user(one(random, TEXTS)));
    var query = new Query(messages, random.nextBoolean() ? "" : "health", true, 3);
    var walk = begun("walk " + random.nextLong(), query);
    var walker = new Walker(GRAPH);
    var states = new ArrayList<>(List.of(walk));
    while (!walk.traversal().finished()) {
      var command = one(random, walker.pending(walk.traversal()));
      var outcome = outcome(command, random);
      walk = walk.moved(walker.next(walk.traversal(), outcome, NOON.plusMillis(7)), "some cause");
      states.add(walk);
    }
    return states;
  }

  private static StoredWalk begun(String name, Query query) {
    var origin = new Origin("/clients/1", name, REPLY);
    var move = new Walker(GRAPH).start(origin.traversal(), query, NOON);
    return StoredWalk.begun(move, origin, "query");
  }

  private static Outcome outcome(Command command, Random random) {
    return switch (command) {
      case Command.Decide decide when random.nextInt(8) == 0 ->
          new Outcome.Failed(decide.id(), "No model.", random.nextBoolean());
      case Command.Decide decide -> new Outcome.Decided(decide.id(), decision(decide, random));
      case Command.Send(var call, _) when random.nextInt(4) == 0 ->
          new Outcome.Failed(call.id(), "Away.", true, random.nextInt(4) == 0, "half");
      case Command.Send(var call, _) ->
          new Outcome.Answered(
              new Result(
                  call.id(),
                  call.node(),
                  one(random, TEXTS),
                  "length",
                  new Usage(random.nextInt(1000), 1),
                  new Result.Times(1, 2, 3)));
      case Command.Finish finish -> throw new IllegalStateException("It has ended: " + finish);
    };
  }

  private static Decision decision(Command.Decide decide, Random random) {
    var top = List.of(new Choice(decide.among().getFirst(), random.nextDouble()));
    var times = new Decision.Times(1, 2, 3, 4);
    if (random.nextInt(4) == 0) {
      return random.nextBoolean()
          ? Decision.none(0.5, top, times)
          : Decision.finish(1 / 3.0, top, times);
    }
    var calls = new ArrayList<Chosen>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      var node = one(random, decide.among());
      calls.add(new Chosen(node, "<" + node + ">", random.nextDouble(), one(random, TEXTS)));
    }
    return Decision.calls(calls, top, random.nextBoolean(), times);
  }

  private static <T> T one(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
