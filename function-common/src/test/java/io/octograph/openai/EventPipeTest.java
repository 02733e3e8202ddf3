package io.octograph.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventPipeTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private final AtomicInteger made = new AtomicInteger();
  private final CompletableFuture<Thread> maker = new CompletableFuture<>();

  private void make(EventPipe pipe, int count) {
    maker.complete(Thread.currentThread());
    for (int i = 0; i < count; i++) {
      pipe.put(new byte[] {(byte) i});
      made.incrementAndGet();
    }
  }

  private EventPipe pipe(EventPipe.Maker what) throws InterruptedException {
    return new EventPipe(what, 3, PATIENT).begin();
  }

  @Test
  void givesAllInTheirOrderAndThenTheEnd() throws InterruptedException {
    EventPipe pipe = pipe(out -> make(out, 100));
    for (int i = 0; i < 100; i++) {
      assertThat(pipe.next()).contains(new byte[] {(byte) i});
    }
    assertThat(pipe.next()).isEmpty();
    assertThat(pipe.next()).isEmpty();
  }

  @Test
  void aSlowReaderSlowsTheMaker() throws Exception {
    EventPipe pipe = pipe(out -> make(out, 100));
    awaitWaiting(maker.get());
    assertThat(made.get()).isEqualTo(3);
    assertThat(pipe.next()).isPresent();
    while (made.get() < 4) {
      Thread.onSpinWait();
    }
    awaitWaiting(maker.get());
    assertThat(made.get()).isEqualTo(4);
    pipe.close();
    maker.get().join();
    assertThat(made.get()).isEqualTo(4);
  }

  @Test
  void aReaderThatReadsNothingForLongEndsIt() throws Exception {
    EventPipe pipe = new EventPipe(out -> make(out, 100), 3, Duration.ofMillis(5)).begin();
    maker.get().join();
    assertThat(made.get()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(pipe.next()).isPresent();
    }
    assertThatThrownBy(pipe::next).hasMessageContaining("reads no more");
  }

  @Test
  void whatBreaksOffBeforeTheFirstEventNeverOpens() {
    ApiException error = ApiError.of(429, "busy", "Too much.").exception();
    assertThatThrownBy(
            () ->
                EventPipe.open(
                    out -> {
                      throw error;
                    }))
        .isSameAs(error);
  }

  @Test
  void whatBreaksOffLaterIsToldAfterWhatCameBefore() throws Exception {
    EventPipe pipe =
        pipe(
            out -> {
              make(out, 3); // As many as fit: how it ended still has room.
              throw new IllegalStateException("boom");
            });
    maker.get().join();
    for (int i = 0; i < 3; i++) {
      assertThat(pipe.next()).isPresent();
    }
    assertThatThrownBy(pipe::next)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(500));
  }

  @Test
  void anEmptyOneOpensAndEnds() throws InterruptedException {
    assertThat(pipe(out -> {}).next()).isEqualTo(Optional.empty());
  }

  @Test
  void whoGoesBeforeTheFirstEventEndsTheMaker() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FutureTask<EventPipe> open =
        new FutureTask<>(
            () ->
                EventPipe.open(
                    out -> {
                      maker.complete(Thread.currentThread());
                      never.await();
                    }));
    Thread reader = Thread.startVirtualThread(open);
    Thread made = maker.get();
    awaitWaiting(reader);
    reader.interrupt();
    assertThatThrownBy(open::get).hasCauseInstanceOf(InterruptedException.class);
    made.join();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
