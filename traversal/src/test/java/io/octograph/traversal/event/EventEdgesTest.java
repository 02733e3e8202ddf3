package io.octograph.traversal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Graph;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Graphs;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.ScriptedDecider;
import io.octograph.traversal.Usage;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a single event may meet. */
class EventEdgesTest {
  private static final Query QUERY = Query.of("What is 2 + 2?");
  private static final Origin ORIGIN = new Origin("/clients/1", "q-1", Attributes.Reply.NONE);
  private static final String WALK = ORIGIN.traversal();

  private Instant now = Instant.EPOCH;
  private Optional<Graph> known = Optional.of(Graphs.wide("calls: 20"));
  private final MemoryWalks walks = new MemoryWalks(10);
  private final MemoryLeases leases = new MemoryLeases(10, () -> now);
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          leases,
          new LeaseKeeper.Settings(
              Duration.ofSeconds(10), () -> "me", () -> now, (moment, ring) -> () -> {}));
  private final ScriptedDecider decider = new ScriptedDecider();
  private final List<String> woken = new ArrayList<>();
  private final EventRunner router =
      new EventRunner(
          new EventRunner.Ports(
              decider,
              walks,
              keeper,
              new KnownGraphs() {
                private final Graph first = known.orElseThrow();

                @Override
                public Graph current() {
                  return first;
                }

                @Override
                public Optional<Graph> find(String name, int version) {
                  return known;
                }
              },
              () -> now,
              (graph, node) -> woken.add(node)));
  private final CallRunner worker = new CallRunner(walks, keeper);

  private Event asked() throws Exception {
    decider.on("entry", "physics 0.9");
    var events = router.query(ORIGIN, QUERY);
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  @Test
  void theWorkerIsWokenByItsToken() throws Exception {
    asked();

    assertThat(woken).containsExactly("physics");
  }

  @Test
  void aPinnedNodeNeedsNoDecision() throws Exception {
    var events = router.query(ORIGIN, QUERY.at("raw"));

    assertThat(decider.asked()).isEmpty();
    assertThat(events).extracting(event -> event.attributes().node()).containsExactly("raw");
  }

  @Test
  void anUnknownNodeFailsTheQuery() throws Exception {
    var events = router.query(ORIGIN, QUERY.at("phsyics"));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().attributes().isEnd()).isTrue();
    assertThat(((Failure) events.getFirst().data()).reason()).contains("phsyics");
  }

  @Test
  void aBusyMasterIsAskedLaterAndAtLastFails() throws Exception {
    decider.on("entry", "busy: The queue is full.");

    assertThatThrownBy(() -> router.query(ORIGIN, QUERY))
        .isInstanceOf(RedeliverException.class)
        .hasMessage("The queue is full.");
    var events = router.deadQuery(ORIGIN, QUERY);

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().attributes().type()).isEqualTo(EventType.FAILED);
    assertThat(((Failure) events.getFirst().data()).reason()).contains("The queue is full.");
  }

  @Test
  void aDecisionThatAnotherMakesIsLeftToIt() {
    decider.on("entry", "physics 0.9");
    leases.take(Ids.step(WALK, 0, 0), "another", Duration.ofSeconds(5));

    assertThatThrownBy(() -> router.query(ORIGIN, QUERY)).isInstanceOf(RedeliverException.class);
    assertThat(decider.asked()).isEmpty();
  }

  @Test
  void eventsOfUnknownWalksAreDropped() throws Exception {
    var strange = new Outcome.Failed("t/1/0", "No.", false);

    assertThat(router.came("t", strange)).isEmpty();
    assertThat(router.end("t")).isEmpty();
  }

  @Test
  void aCallOfAnEndedWalkIsNotWorkedOn() throws Exception {
    var call = asked();
    now = Instant.EPOCH.plusSeconds(120);
    assertThat(router.overdue(10)).containsExactly(WALK);
    var ends = router.end(WALK);
    assertThat(ends).hasSize(1);
    assertThat(router.end(WALK)).isEqualTo(ends);
    router.settle(ends);
    assertThat(router.overdue(10)).isEmpty();

    assertThat(
            worker.called(
                call.attributes(),
                (Call) call.data(),
                (query, asked) -> {
                  throw new AssertionError("Nobody waits for it.");
                }))
        .isEmpty();
  }

  @Test
  void aPassingFaultIsRedeliveredAndALastingOneFails() throws Exception {
    var call = asked();

    assertThatThrownBy(() -> work(call, new CallException("It is away.", true)))
        .isInstanceOf(RedeliverException.class)
        .hasMessage("It is away.");
    var failed = work(call, new CallException("It refuses.", false)).orElseThrow();

    assertThat(failed.attributes().type()).isEqualTo(EventType.FAILED);
    assertThat(failed.attributes().isEnd()).isFalse();
    assertThat(failed.attributes().id()).isEqualTo(call.attributes().id());
    assertThat(((Failure) failed.data()).reason()).isEqualTo("It refuses.");
  }

  @Test
  void aDeadCallTakesTheFallback() throws Exception {
    var call = asked();

    var events = router.deadCall(WALK, call.attributes().id(), "It was given up.");

    assertThat(events).extracting(event -> event.attributes().node()).containsExactly("general");
  }

  @Test
  void aDeadCallThatIsBeingWorkedOnWaits() throws Exception {
    var call = asked();
    leases.take(call.attributes().id(), "a worker", Duration.ofSeconds(5));

    assertThatThrownBy(() -> router.deadCall(WALK, call.attributes().id(), "It was given up."))
        .isInstanceOf(RedeliverException.class);
  }

  @Test
  void aDeadCallWhoseResultIsThereBringsTheResult() throws Exception {
    var call = asked();
    worker.called(
        call.attributes(), (Call) call.data(), (query, asked) -> Result.of(asked, "It is 4."));

    var events = router.deadCall(WALK, call.attributes().id(), "The reply was lost.");

    assertThat(events).hasSize(1);
    assertThat(((Answer) events.getFirst().data()).content()).isEqualTo("It is 4.");
  }

  @Test
  void aVersionThatIsGoneIsWaitedForAndThenFails() throws Exception {
    var call = asked();
    known = Optional.empty();
    var outcome = new Outcome.Failed(call.attributes().id(), "No.", false);

    assertThatThrownBy(() -> router.came(WALK, outcome))
        .isInstanceOf(RedeliverException.class)
        .hasMessageContaining("version 3");
    now = Instant.EPOCH.plusSeconds(120);
    var ends = router.end(WALK);

    assertThat(((Failure) ends.getFirst().data()).reason()).contains("Version 3");
    assertThat(ends.getFirst().attributes().isEnd()).isTrue();
    assertThat(router.end(WALK)).isEqualTo(ends);
    assertThat(walks.find(WALK).orElseThrow().traversal().finished()).isTrue();
  }

  private Optional<Event> work(Event call, CallException failure) throws Exception {
    return worker.called(
        call.attributes(),
        (Call) call.data(),
        (query, asked) -> {
          throw failure;
        });
  }

  @Test
  @Timeout(20)
  void aCallUnderADecisionsIdDoesNotLoop() throws Exception {
    decider.on("entry", "physics 0.9");
    leases.done(Ids.step(WALK, 0, 0), new Outcome.Failed(Ids.step(WALK, 0, 0), "Forged.", false));

    var events = router.query(ORIGIN, QUERY);

    assertThat(events).isNotEmpty();
  }

  @Test
  void aDecisionThatComesAfterTheDeadlineEndsTheWalk() throws Exception {
    decider.on("entry", "busy: The queue is full.");
    assertThatThrownBy(() -> router.query(ORIGIN, QUERY)).isInstanceOf(RedeliverException.class);
    now = now.plus(Duration.ofHours(2));

    var ends = router.query(ORIGIN, QUERY);

    assertThat(ends).extracting(end -> end.attributes().type()).containsExactly(EventType.FAILED);
    assertThat(decider.asked()).hasSize(1);
  }

  @Test
  void anAnswerThatWasKeptAndLostCountsAtTheDeadline() throws Exception {
    var call = (Call) asked().data();
    leases.done(
        call.id(),
        new Outcome.Answered(
            new Result(call.id(), "physics", "4", "stop", Usage.NONE, Result.Times.UNKNOWN)));
    now = now.plus(Duration.ofHours(2));

    var ends = router.end(WALK);

    assertThat(ends).extracting(end -> end.attributes().type()).containsExactly(EventType.ANSWER);
  }
}
