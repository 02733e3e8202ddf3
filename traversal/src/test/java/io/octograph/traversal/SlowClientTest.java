package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Graph;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that reads slower than its worker writes. */
@Timeout(60)
class SlowClientTest {
  private static final int PIECE = 1 << 16;
  private static final int PIECES = 4 * Run.AHEAD / PIECE;

  private final Graph graph = Graphs.wide("deadline: 100s");
  private final ScriptedDecider decider = new ScriptedDecider();
  private final AtomicInteger written = new AtomicInteger();
  private final CountDownLatch reads = new CountDownLatch(1);
  private final StringBuilder read = new StringBuilder();
  private volatile Thread writer;

  private final Caller talker =
      (graph, query, send, deltas) -> {
        writer = Thread.currentThread();
        for (int i = 0; i < PIECES && !Thread.currentThread().isInterrupted(); i++) {
          deltas.accept(Caller.Delta.of("x".repeat(PIECE)));
          written.incrementAndGet();
        }
        return Result.of(send.call(), "");
      };

  private final WalkListener slow =
      new WalkListener() {
        @Override
        public void text(Caller.Delta delta) {
          try {
            reads.await();
            read.append(delta.text());
          } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
          }
        }
      };

  private final FutureTask<Answer> walk =
      new FutureTask<>(
          () -> new TraversalRunner(decider, talker).run(graph, "w", Query.of("What?"), slow));
  private Thread walker;

  @BeforeEach
  void writesUntilItMustWait() {
    decider.on("entry", "physics 0.9");
    walker = Thread.ofVirtual().start(walk);
    while (writer == null || written.get() == 0 || writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    // What waits, and the one piece that the client is slow to take.
    assertThat(written.get()).isBetween(1, Run.AHEAD / PIECE + 1);
  }

  @Test
  void slowsTheWorkerAndMissesNothing() throws Exception {
    reads.countDown();
    assertThat(walk.get().content()).hasSize(PIECES * PIECE).isEqualTo(read.toString());
    assertThat(written.get()).isEqualTo(PIECES);
  }

  @Test
  void endsTheCallWhenItGoes() throws Exception {
    walker.interrupt();
    assertThatThrownBy(walk::get).hasCauseInstanceOf(InterruptedException.class);
    writer.join();
    assertThat(written.get()).isLessThan(PIECES);
  }
}
