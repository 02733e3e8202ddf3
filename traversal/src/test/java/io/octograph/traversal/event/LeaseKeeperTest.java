package io.octograph.traversal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.traversal.Outcome;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.MemoryLeases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A lease is renewed while its work goes on, and its loss ends the work. */
class LeaseKeeperTest {
  private static final Duration TIME = Duration.ofSeconds(9);
  private static final Outcome.Failed FAILED = new Outcome.Failed("t/1/0", "No.", false);

  private Instant now = Instant.EPOCH;
  private final MemoryLeases leases = new MemoryLeases(10, () -> now);
  private final List<Runnable> alarms = new ArrayList<>();
  private final List<Instant> moments = new ArrayList<>();
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          leases,
          new LeaseKeeper.Settings(
              TIME,
              () -> "me",
              () -> now,
              (moment, ring) -> {
                moments.add(moment);
                alarms.add(ring);
                return () -> {};
              }));

  @Test
  void theOutcomeIsKeptAndRepeated() throws Exception {
    assertThat(keeper.during("t/1/0", () -> Optional.of(FAILED))).contains(FAILED);

    assertThat(
            keeper.during(
                "t/1/0",
                () -> {
                  throw new AssertionError("It is done already.");
                }))
        .contains(FAILED);
  }

  @Test
  void longWorkIsRenewedEachThirdOfItsTime() throws Exception {
    keeper.during(
        "t/1/0",
        () -> {
          for (int i = 0; i < 5; i++) {
            now = moments.getLast();
            alarms.getLast().run();
          }
          assertThat(leases.take("t/1/0", "another", TIME)).isInstanceOf(Leases.Grant.Held.class);
          return Optional.empty();
        });

    assertThat(now).isEqualTo(Instant.EPOCH.plusSeconds(15));
    assertThat(leases.take("t/1/0", "another", TIME)).isEqualTo(new Leases.Grant.Granted());
  }

  @Test
  void whoLostItsLeaseIsInterrupted() {
    assertThatThrownBy(
            () ->
                keeper.during(
                    "t/1/0",
                    () -> {
                      now = now.plus(TIME);
                      leases.take("t/1/0", "another", TIME);
                      alarms.getLast().run();
                      Thread.sleep(1); // any wait
                      throw new AssertionError("The interrupt is missing.");
                    }))
        .isInstanceOf(InterruptedException.class);

    assertThat(leases.renew("t/1/0", "another", TIME)).isTrue();
  }

  @Test
  void anAlarmThatRingsLateHarmsNobody() throws Exception {
    keeper.during("t/1/0", () -> Optional.of(FAILED));

    alarms.getLast().run();

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void workThatFailsGivesTheLeaseBack() {
    assertThatThrownBy(
            () ->
                keeper.during(
                    "t/1/0",
                    () -> {
                      throw new RedeliverException("Later.");
                    }))
        .isInstanceOf(RedeliverException.class);

    assertThat(leases.take("t/1/0", "another", TIME)).isEqualTo(new Leases.Grant.Granted());
  }

  @Test
  void anothersStepIsRefused() {
    leases.take("t/1/0", "another", TIME);

    assertThatThrownBy(() -> keeper.during("t/1/0", () -> Optional.of(FAILED)))
        .isInstanceOf(RedeliverException.class)
        .hasMessageContaining("t/1/0")
        .hasMessageContaining("9000 ms");
  }

  @Test
  void aLeaseMustBeLongEnoughToBeRenewed() {
    assertThatThrownBy(
            () -> new LeaseKeeper.Settings(Duration.ofMillis(29), () -> "me", () -> now, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 30 ms");
  }
}
