package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BesideTest {
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger loads = new AtomicInteger();

  private Beside<AutoCloseable> beside() {
    return new Beside<>(
        "The thing",
        "It goes on without.",
        () -> {
          loads.incrementAndGet();
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return closed::countDown;
        });
  }

  @Test
  void isLoadedOnceWhenItIsWanted() {
    var beside = beside();
    assertThat(loads).hasValue(0);
    assertThat(beside.get()).isEmpty();
    assertThat(beside.get()).isEmpty();
    open.countDown();
    var there = beside.get();
    while (there.isEmpty()) {
      Thread.onSpinWait();
      there = beside.get();
    }
    assertThat(beside.get()).isEqualTo(there);
    assertThat(loads).hasValue(1);
    beside.close();
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void isClosedWhenItComesTooLate() throws Exception {
    var beside = beside();
    beside.get();
    beside.close();
    assertThat(closed.getCount()).isOne();
    open.countDown();
    closed.await();
  }

  @Test
  void whatCannotBeLoadedIsLoggedOnce() {
    try (var log = new Logged()) {
      var beside =
          new Beside<AutoCloseable>(
              "The thing",
              "It goes on without.",
              () -> {
                loads.incrementAndGet();
                throw new ModelException("It is broken.");
              });
      while (log.messages().isEmpty()) {
        assertThat(beside.get()).isEmpty();
      }
      beside.fail(new ModelException("It is still broken."));
      assertThat(beside.get()).isEmpty();
      assertThat(log.messages())
          .containsExactly(
              "The thing cannot be used until this process starts again: It is broken."
                  + " It goes on without.");
      assertThat(loads).hasValue(1);
    }
  }
}
