package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.EngineSettings.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads at the line; what it decides is {@link LineTest}'s. */
@Timeout(20)
class AdmissionTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();

  private Admission admission(int atOnce, int waiting) {
    return new Admission(new Load(atOnce, waiting), now::get);
  }

  @Test
  void refusesAtOnceWhereTheQueueIsFull() throws InterruptedException {
    var admission = admission(1, 0);
    try (var _ = admission.enter("a", PATIENT)) {
      assertThatThrownBy(() -> admission.enter("a", PATIENT))
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("busy");
    }
    admission.enter("a", PATIENT).close();
    assertThat(admission.seen())
        .isEqualTo(new Admission.Seen(0, 0, 2, Duration.ZERO, Map.of("full", 1L)));
  }

  @Test
  void whoWaitsIsLetInWhenAPlaceIsFree() throws Exception {
    var admission = admission(1, 9);
    FutureTask<Boolean> waiter;
    try (var _ = admission.enter("a", PATIENT)) {
      waiter = waiter(admission, PATIENT);
      now.addAndGet(Duration.ofSeconds(3).toNanos());
      assertThat(admission.seen()).extracting(Admission.Seen::inUse).isEqualTo(1);
    }
    assertThat(waiter.get()).isTrue();
    assertThat(admission.seen())
        .isEqualTo(new Admission.Seen(0, 0, 2, Duration.ofSeconds(3), Map.of()));
  }

  @Test
  void servesInTheOrderOfComing() throws Exception {
    var admission = admission(1, 9);
    var served = Collections.synchronizedList(new ArrayList<Integer>());
    var all = new ArrayList<CompletableFuture<Void>>();
    try (var _ = admission.enter("a", PATIENT)) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        all.add(
            CompletableFuture.runAsync(
                () -> serve(admission, served, number), Thread::startVirtualThread));
        awaitWaiting(admission, i + 1);
      }
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(served).isEqualTo(List.of(0, 1, 2, 3, 4));
  }

  @Test
  void whoseTimeEndsLeavesTheQueueWithoutBeingCalled() throws Exception {
    var admission = admission(1, 9);
    try (var _ = admission.enter("a", PATIENT)) {
      var waiter = waiter(admission, Duration.ofMillis(5));
      now.addAndGet(Duration.ofMillis(5).toNanos());
      assertThatThrownBy(waiter::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("as long as this request could wait");
      assertThat(admission.seen().refused()).isEqualTo(Map.of("patience", 1L));
      assertThat(admission.seen().waiting()).isZero();
    }
  }

  @Test
  void whoMakesRoomIsToldAtOnce() throws Exception {
    var admission = admission(1, 2);
    try (var _ = admission.enter("flood", PATIENT)) {
      var first = waiter(admission, "flood", 1);
      var second = waiter(admission, "flood", 2);
      var other = waiter(admission, "other", 2);
      assertThatThrownBy(second::get).cause().hasMessageContaining("made room");
      other.cancel(true);
      first.cancel(true);
    }
  }

  @Test
  void whoIsInterruptedLeavesTheQueue() throws Exception {
    var admission = admission(1, 9);
    try (var _ = admission.enter("a", PATIENT)) {
      var waiter = waiter(admission, PATIENT);
      waiter.cancel(true);
      awaitWaiting(admission, 0);
    }
    assertThat(admission.seen().inUse()).isZero();
    assertThat(admission.seen().refused()).isEmpty();
  }

  @Test
  void whoWasInterruptedBeforeGetsNoPlace() {
    var admission = admission(1, 9);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> admission.enter("a", PATIENT))
        .isInstanceOf(InterruptedException.class);
    assertThat(admission.seen().inUse()).isZero();
  }

  @Test
  void aThousandThreadsLeaveNothingBehind() throws InterruptedException {
    var admission = admission(3, 1_000);
    var served = Collections.synchronizedList(new ArrayList<Integer>());
    var all = new ArrayList<Thread>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      all.add(Thread.startVirtualThread(() -> serve(admission, served, number)));
      if (i % 7 == 0) {
        all.get(i / 2).interrupt();
      }
    }
    for (var thread : all) {
      thread.join();
    }
    var seen = admission.seen();
    assertThat(seen.entered()).isEqualTo(served.size()).isBetween(857L, 1_000L);
    assertThat(seen.inUse()).isZero();
    assertThat(seen.waiting()).isZero();
    assertThat(seen.refused()).isEmpty();
  }

  private FutureTask<Boolean> waiter(Admission admission, Duration left) {
    return waiter(admission, "a", left, 1);
  }

  private FutureTask<Boolean> waiter(Admission admission, String key, int then) {
    return waiter(admission, key, PATIENT, then);
  }

  /** Starts one that waits, and returns when so many do. */
  private FutureTask<Boolean> waiter(Admission admission, String key, Duration left, int then) {
    var waiter =
        new FutureTask<>(
            () -> {
              try (var _ = admission.enter(key, left)) {
                return true;
              }
            });
    Thread.startVirtualThread(waiter);
    awaitWaiting(admission, then);
    return waiter;
  }

  private static void awaitWaiting(Admission admission, int count) {
    while (admission.seen().waiting() != count) {
      Thread.onSpinWait();
    }
  }

  private static void serve(Admission admission, List<Integer> served, int number) {
    try (var _ = admission.enter("a", PATIENT)) {
      served.add(number);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Never served.
    }
  }
}
