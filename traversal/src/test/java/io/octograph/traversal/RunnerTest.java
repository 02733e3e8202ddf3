package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Graph;
import io.octograph.graph.UnknownNodeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Walks on real threads: what runs beside what, what the client sees while it does. */
@Timeout(60)
class RunnerTest {
  private static final Query QUERY = Query.of("What is 2 + 2?");

  private final Graph graph = Graphs.wide("deadline: 100s");
  private final ScriptedDecider decider = new ScriptedDecider();
  private final ScriptedCaller caller = new ScriptedCaller();
  private final Seen seen = new Seen();

  private Answer run() throws InterruptedException {
    return new TraversalRunner(decider, caller).run(graph, "w", QUERY, seen);
  }

  /** What a client would see. */
  private static final class Seen implements WalkListener {
    private final List<String> log = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> raw = new ArrayList<>();

    @Override
    public void chosen(String master, Chosen chosen) {
      log.add("chosen " + chosen.node());
    }

    @Override
    public void decided(String master, Decision decision) {
      log.add("decided " + master);
    }

    @Override
    public void called(Call call, boolean last) {
      log.add("called " + call.node() + (last ? "!" : ""));
    }

    @Override
    public void text(Caller.Delta delta) {
      text.append(delta.text());
      raw.add(delta.raw());
    }
  }

  @Test
  void theLastCallIsPassedOnPieceByPiece() throws InterruptedException {
    decider.on("entry", "physics 0.9: Add 2 and 2.");
    caller.on("physics", "It |is |4");

    var answer = run();

    assertThat(answer.content()).isEqualTo("It is 4").isEqualTo(seen.text.toString());
    assertThat(seen.raw).containsExactly("raw It ", "raw is ", "raw 4");
    assertThat(seen.log).containsExactly("chosen physics", "decided entry", "called physics!");
    assertThat(answer.receipt().usage()).isEqualTo(new Usage(10, 20));
  }

  @Test
  void anAnswerInOnePieceIsPassedOnAsWell() throws InterruptedException {
    decider.on("entry", "physics 0.9");
    caller.on("physics", "4");

    assertThat(run().content()).isEqualTo("4").isEqualTo(seen.text.toString());
  }

  @Test
  void aWorkerIsWokenAsSoonAsItIsChosen() throws InterruptedException {
    var woken = new CountDownLatch(1);
    Caller sleeper =
        new Caller() {
          @Override
          public Result call(Graph graph, Query query, Command.Send send, Consumer<Delta> deltas) {
            return Result.of(send.call(), "4");
          }

          @Override
          public void wake(Graph graph, String worker) {
            assertThat(worker).isEqualTo("physics");
            woken.countDown();
          }
        };
    Decider slow =
        (ask, early) -> {
          early.accept(new Chosen("physics", "<p>", 0.9, ""));
          woken.await();
          return decider.decide(ask, chosen -> {});
        };
    decider.on("entry", "physics 0.9");

    var answer = new TraversalRunner(slow, sleeper).run(graph, "w", QUERY, WalkListener.NONE);

    assertThat(answer.content()).isEqualTo("4");
  }

  @Test
  void partsUnderHeadingsComeInTheirOrder() throws InterruptedException {
    var firstMayEnd = new CountDownLatch(1);
    decider.on("entry", "physics 0.9: What is 2? | general 0.9: And 2 + 2?");
    Caller crossed =
        (graph, query, send, deltas) -> {
          if (send.call().node().equals("physics")) {
            deltas.accept(Caller.Delta.of("Two"));
            firstMayEnd.await();
            deltas.accept(Caller.Delta.of("."));
          } else {
            deltas.accept(Caller.Delta.of("Four."));
            firstMayEnd.countDown();
          }
          return Result.of(send.call(), "");
        };

    var answer = new TraversalRunner(decider, crossed).run(graph, "w", QUERY, seen);

    assertThat(answer.content())
        .isEqualTo("## physics: What is 2?\n\nTwo.\n\n## general: And 2 + 2?\n\nFour.")
        .isEqualTo(seen.text.toString());
    assertThat(seen.raw).containsOnly("");
  }

  @Test
  void aWorkerThatMayGoOnIsHeldBackUntilItIsClear() throws InterruptedException {
    decider.on("entry", "math 0.9").after("math", "finish");
    caller.on("math", "It |is |4");

    assertThat(run().content()).isEqualTo("It is 4").isEqualTo(seen.text.toString());
    assertThat(seen.raw).containsExactly("");
  }

  @Test
  void whatWasCutOffIsAFailure() throws InterruptedException {
    decider.on("entry", "physics 0.9");
    caller.on("physics", "It |is |cut: The line broke.");

    var answer = run();

    assertThat(answer.failure()).isEqualTo("physics: The line broke.");
    assertThat(answer.content()).isEqualTo("It is ").isEqualTo(seen.text.toString());
    assertThat(caller.calls()).hasSize(1);
  }

  @Test
  void aPartThatWasCutOffStaysWithANote() throws InterruptedException {
    decider.on("entry", "physics 0.9: What is 2? | general 0.9: And 2 + 2?");
    caller.on("physics", "It |cut: The line broke.").on("general", "4");

    var answer = run();

    // Whether physics is seen before it breaks depends on nothing: it is the first part.
    assertThat(answer.content())
        .startsWith("## physics: What is 2?\n\nIt \n\nCut off: physics: The line broke.")
        .endsWith("## general: And 2 + 2?\n\n4")
        .isEqualTo(seen.text.toString());
    assertThat(answer.failed()).isFalse();
  }

  @Test
  void aHiddenAnswerThatBreaksHasAFallback() throws InterruptedException {
    decider.on("entry", "joined 0.9").on("joined", "anatomy 0.9: 2? | virology 0.9: 2 + 2?");
    caller.on("writer", "cut: No.").on("general", "All |in one.");

    assertThat(run().content()).isEqualTo("All in one.").isEqualTo(seen.text.toString());
  }

  @Test
  void aFaultInAPortIsAFailureNotAHang() throws InterruptedException {
    Decider broken =
        (ask, early) -> {
          throw new IllegalStateException("boom");
        };
    caller.on("general", "4");

    var answer = new TraversalRunner(broken, caller).run(graph, "w", QUERY, seen);

    assertThat(answer.content()).isEqualTo("4");
    assertThat(answer.receipt().decisions().getFirst().failure()).startsWith("An inner fault;");
  }

  @Test
  void anInterruptEndsAllSteps() throws Exception {
    var begun = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    decider.on("entry", "physics 0.9: What is 2? | general 0.9: And 2 + 2?");
    Caller endless =
        (graph, query, send, deltas) -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
            throw new AssertionError("Nobody counts this down.");
          } finally {
            ended.countDown();
          }
        };
    var walk =
        new FutureTask<>(() -> new TraversalRunner(decider, endless).run(graph, "w", QUERY, seen));
    var thread = Thread.ofVirtual().start(walk);
    begun.await();

    thread.interrupt();

    ended.await();
    assertThatThrownBy(walk::get).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void timeIsWhatTheClockSays() throws Exception {
    var now = new AtomicReference<>(Bench.NOON);
    BlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();
    var dues = new ArrayList<Instant>();
    Alarm alarm =
        (moment, ring) -> {
          dues.add(moment);
          alarms.add(ring);
          return () -> {};
        };
    var hanging = new CountDownLatch(1);
    decider.on("entry", "physics 0.9");
    Caller stuck =
        (graph, query, send, deltas) -> {
          if (send.call().node().equals("physics")) {
            hanging.countDown();
            new CountDownLatch(1).await();
          }
          return Result.of(send.call(), "4");
        };
    var runner = new TraversalRunner(decider, stuck, now::get, alarm);
    var walk = new FutureTask<>(() -> runner.run(graph, "w", QUERY, seen));
    Thread.ofVirtual().start(walk);
    hanging.await();
    now.set(Bench.NOON.plusSeconds(61));
    while (!walk.isDone()) {
      var ring = alarms.poll();
      if (ring != null) {
        ring.run();
      }
      Thread.onSpinWait();
    }

    assertThat(walk.get().content()).isEqualTo("4");
    assertThat(walk.get().receipt().calls().getFirst().failure())
        .isEqualTo("No answer within 60 s.");
    assertThat(dues).startsWith(Bench.NOON.plusSeconds(100));
  }

  @Test
  void anUnknownStartIsRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                new TraversalRunner(decider, caller)
                    .run(graph, "w", QUERY.at("nobody"), WalkListener.NONE))
        .isInstanceOf(UnknownNodeException.class);
  }

  @Test
  void runnerAndRulesAgree() throws InterruptedException {
    var text = "math 0.9: What is 2? | health 0.9: Viruses and 2 bones? | steps 0.8";
    var nested = "virology 0.9: Viruses? | anatomy 0.9: Name 2 bones.";
    decider.on("entry", text).on("health", nested).after("math", "physics 0.9: Why 2?");
    var expected =
        new Bench(graph)
            .on("entry", text)
            .on("health", nested)
            .after("math", "physics 0.9: Why 2?")
            .run(QUERY, new Random(0), 0);

    var answer = run();

    assertThat(answer.content()).isEqualTo(expected.content()).isEqualTo(seen.text.toString());
    assertThat(answer.receipt().path()).isEqualTo(expected.receipt().path());
  }
}
