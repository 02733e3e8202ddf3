package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AdmissionTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();

  @Test
  void refusesAtOnceWhereTheQueueIsFull() throws InterruptedException {
    var admission = new Admission(1, 0, now::get);
    try (var _ = admission.enter(PATIENT)) {
      assertThatThrownBy(() -> admission.enter(PATIENT))
          .isInstanceOf(OverloadedException.class)
          .hasMessageContaining("busy");
    }
    admission.enter(PATIENT).close();
  }

  @Test
  void refusesAtOnceWhoCouldNotBeServedInTime() throws InterruptedException {
    var admission = new Admission(1, 9, now::get);
    try (var _ = admission.enter(PATIENT)) {
      now.addAndGet(Duration.ofSeconds(5).toNanos());
    }
    try (var _ = admission.enter(PATIENT)) {
      assertThatThrownBy(() -> admission.enter(Duration.ofSeconds(4)))
          .isInstanceOfSatisfying(
              OverloadedException.class,
              refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
      assertThat(admission.waiting()).isZero();
    }
  }

  @Test
  void refusesWhenPatienceEnds() throws InterruptedException {
    var admission = new Admission(1, 9, now::get);
    try (var _ = admission.enter(PATIENT)) {
      assertThatThrownBy(() -> admission.enter(Duration.ofMillis(1)))
          .isInstanceOf(OverloadedException.class);
    }
  }

  @Test
  void servesInTheOrderOfComing() throws Exception {
    var admission = new Admission(1, 9, now::get);
    var served = Collections.synchronizedList(new ArrayList<Integer>());
    var all = new ArrayList<CompletableFuture<Void>>();
    try (var _ = admission.enter(PATIENT)) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        all.add(
            CompletableFuture.runAsync(
                () -> serve(admission, served, number), Thread::startVirtualThread));
        while (admission.waiting() <= i) {
          Thread.onSpinWait();
        }
      }
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
    assertThat(served).isEqualTo(List.of(0, 1, 2, 3, 4));
  }

  @Test
  void whoIsInterruptedLeavesTheQueue() throws Exception {
    var admission = new Admission(1, 9, now::get);
    try (var _ = admission.enter(PATIENT)) {
      var outcome = new CompletableFuture<Throwable>();
      var waiter =
          Thread.startVirtualThread(
              () -> {
                try {
                  admission.enter(PATIENT).close();
                  outcome.complete(null);
                } catch (Throwable e) {
                  outcome.complete(e);
                }
              });
      while (admission.waiting() == 0) {
        Thread.onSpinWait();
      }
      waiter.interrupt();
      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
      assertThat(admission.waiting()).isZero();
    }
  }

  private static void serve(Admission admission, List<Integer> served, int number) {
    try (var _ = admission.enter(PATIENT)) {
      served.add(number);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
