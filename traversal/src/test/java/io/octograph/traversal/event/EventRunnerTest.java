package io.octograph.traversal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.traversal.Answer;
import io.octograph.traversal.Graphs;
import io.octograph.traversal.Query;
import io.octograph.traversal.ScriptedCaller;
import io.octograph.traversal.ScriptedDecider;
import io.octograph.traversal.event.SimulatedWorld.Trouble;
import io.octograph.traversal.store.Origin;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks by events come to one end, whatever is delivered twice and whoever dies. */
class EventRunnerTest {
  private static final Query QUERY = Query.of("What is 2 + 2?");
  private static final Origin ORIGIN =
      new Origin("/clients/1", "q-1", new Attributes.Reply("c-1", "r-1"));
  private static final int SEEDS = 400;

  /** The shapes of a walk. */
  enum Shape {
    SINGLE("physics 0.9: What is 2 + 2?"),
    PARALLEL("physics 0.9: What is 2? | general 0.9: 2 + 2? | physics 0.9: And 2?"),
    STEPS("steps 0.9: What is 2 + 2?"),
    DECIDED_STEPS("math 0.9: What is 2 + 2?"),
    NESTED("health 0.9: How many bones are 2 + 2?"),
    JOINED("joined 0.9: Two times 2 + 2?"),
    ALL("math 0.9: What is 2? | health 0.9: Viruses and 2 bones? | steps 0.8 | joined 0.7");

    private final String decision;

    Shape(String decision) {
      this.decision = decision;
    }

    ScriptedDecider decider() {
      return new ScriptedDecider()
          .on("entry", decision)
          .on("health", "virology 0.9: Viruses? | anatomy 0.9: Name 2 bones.")
          .on("joined", "anatomy 0.9: One 2? | virology 0.9: Two times 2?")
          .after("math", "physics 0.9: Why 2? | general 0.9: Why not 3?");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCalmWalkEndsInOneAnswer(Shape shape) {
    var world = world(shape, new ScriptedCaller(), Trouble.NONE, 1);

    assertThat(world.ends()).hasSize(1);
    var end = world.ends().getFirst();
    assertThat(end.attributes().type()).isEqualTo(EventType.ANSWER);
    assertThat(end.attributes().id()).isEqualTo(Ids.end(ORIGIN.traversal()));
    assertThat(end.attributes().correlationid()).isEqualTo("c-1");
    assertThat(end.attributes().replyid()).isEqualTo("r-1");
    assertThat(world.works().values()).containsOnly(1);
  }

  @ParameterizedTest
  @EnumSource
  void doubledAndReorderedEventsChangeNothing(Shape shape) {
    var calm = world(shape, new ScriptedCaller(), Trouble.NONE, 1);
    seeds()
        .forEach(
            seed -> {
              var world = world(shape, new ScriptedCaller(), new Trouble(0.5, 0, 0, 20), seed);
              sameEnd(world, calm, seed);
              assertThat(world.works().values()).as("seed %d", seed).containsOnly(1);
              assertThat(world.works()).hasSameSizeAs(calm.works());
            });
  }

  @ParameterizedTest
  @EnumSource
  void deathsAndAnAbsentStoreCostRedeliveriesOnly(Shape shape) {
    var calm = world(shape, new ScriptedCaller(), Trouble.NONE, 1);
    seeds()
        .forEach(
            seed -> {
              var trouble = new Trouble(0.2, 0.05, 0.05, 60);
              var world = world(shape, new ScriptedCaller(), trouble, seed);
              sameEnd(world, calm, seed);
              assertThat(world.works()).hasSameSizeAs(calm.works());
            });
  }

  @ParameterizedTest
  @EnumSource
  void deadLettersTakeTheFallback(Shape shape) {
    seeds()
        .forEach(
            seed -> {
              var caller = new ScriptedCaller().on("physics", "busy: It is down.");
              var world = world(shape, caller, new Trouble(0.2, 0.02, 0.02, 12), seed);
              assertThat(distinct(world)).as("seed %d", seed).hasSize(1);
              var end = world.ends().getFirst();
              assertThat(end.data()).as("seed %d", seed).isInstanceOf(Answer.class);
              assertThat(((Answer) end.data()).content()).doesNotContain("physics on");
            });
  }

  /** So much dies that dead letters die too: the tick is what ends it. */
  @ParameterizedTest
  @EnumSource
  void whateverHappensThereIsOneEnd(Shape shape) {
    seeds()
        .forEach(
            seed -> {
              var trouble = new Trouble(0.2, 0.15, 0.1, 4);
              var world = world(shape, new ScriptedCaller(), trouble, seed);
              // a query whose every delivery dies before it is stored was never here
              assertThat(distinct(world)).as("seed %d", seed).hasSize(world.stored() ? 1 : 0);
            });
  }

  private static void sameEnd(SimulatedWorld world, SimulatedWorld calm, int seed) {
    assertThat(distinct(world)).as("seed %d", seed).hasSize(1);
    assertThat(world.ends().getFirst().data()).as("seed %d", seed).isInstanceOf(Answer.class);
    var answer = (Answer) world.ends().getFirst().data();
    var expected = (Answer) calm.ends().getFirst().data();
    assertThat(answer.content()).as("seed %d", seed).isEqualTo(expected.content());
    assertThat(answer.receipt().path()).isEqualTo(expected.receipt().path());
  }

  private static List<Event> distinct(SimulatedWorld world) {
    return world.ends().stream().distinct().toList();
  }

  private static SimulatedWorld world(
      Shape shape, ScriptedCaller caller, Trouble trouble, int seed) {
    var graph = Graphs.wide("calls: 20, deadline: 1h");
    return new SimulatedWorld(graph, shape.decider(), caller, trouble, seed).run(ORIGIN, QUERY);
  }

  private static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }
}
