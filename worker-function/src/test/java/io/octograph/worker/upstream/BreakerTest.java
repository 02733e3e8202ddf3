package io.octograph.worker.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private Instant now = Instant.EPOCH;
  private final Breaker breaker = new Breaker(() -> now);

  @Test
  void staysClosedBelowTheLimitAndForgetsFailuresAfterASuccess() {
    for (int i = 0; i < Breaker.FAILURES - 1; i++) {
      breaker.failed();
    }
    assertThat(breaker.admits()).isTrue();
    breaker.succeeded();
    breaker.failed();
    assertThat(breaker.admits()).isTrue();
  }

  @Test
  void restsAfterFailuresInARowThenLetsOneTryAtATime() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      breaker.failed();
    }
    assertThat(breaker.admits()).isFalse();
    assertThat(breaker.left()).isEqualTo(Breaker.PAUSE);

    now = now.plus(Breaker.PAUSE);
    assertThat(breaker.admits()).as("one may try").isTrue();
    assertThat(breaker.admits()).as("the next waits for its outcome").isFalse();
    breaker.failed();
    assertThat(breaker.left()).isEqualTo(Breaker.PAUSE);

    now = now.plus(Breaker.PAUSE);
    assertThat(breaker.admits()).isTrue();
    breaker.succeeded();
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.left()).isZero();
  }

  @Test
  void keepsThePauseThatTheServerAskedFor() {
    breaker.pause(Duration.ofSeconds(7));
    now = now.plusSeconds(6);
    assertThat(breaker.admits()).isFalse();
    now = now.plusSeconds(1);
    assertThat(breaker.admits()).isTrue();

    breaker.pause(Duration.ofDays(1));
    assertThat(breaker.left()).isEqualTo(Breaker.LONGEST_PAUSE);
  }
}
