package io.octograph.evaluation.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlansTest {
  @Test
  void faultsDependOnSeedRequestAndTryAlone() {
    var plan = new FaultPlan(0.3, 11);

    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(plan.of("physics_gpt was asked: why?", attempt))
          .isEqualTo(new FaultPlan(0.3, 11).of("physics_gpt was asked: why?", attempt));
    }
  }

  @Test
  void soManyRequestsFailAsTheRateSaysAndInEveryWay() {
    var plan = new FaultPlan(0.1, 11);
    var faults = IntStream.range(0, 10_000).mapToObj(i -> plan.of("request " + i, 0)).toList();

    assertThat(faults).contains(Fault.values());
    assertThat(faults)
        .filteredOn(fault -> fault != Fault.NONE && fault != Fault.SLOW)
        .hasSizeBetween(900, 1100);
    assertThat(IntStream.range(0, 1000).mapToObj(i -> FaultPlan.CALM.of("request " + i, 0)))
        .containsOnly(Fault.NONE);
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new FaultPlan(1.5, 1))
        .hasMessage("The rate of faults is 1.5; give a number from 0 to 0.9.");
    assertThatThrownBy(() -> new FaultPlan(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void killsKeepTheirSpanAndReachEveryVictim() {
    var victims = List.of("router", "worker", "redis");
    var plan = new KillPlan(victims, Duration.ofSeconds(5), Duration.ofSeconds(10), 3);
    var again = new KillPlan(victims, Duration.ofSeconds(5), Duration.ofSeconds(10), 3);
    var kills = IntStream.range(0, 100).mapToObj(_ -> plan.next()).toList();

    assertThat(kills).isEqualTo(IntStream.range(0, 100).mapToObj(_ -> again.next()).toList());
    assertThat(kills)
        .allSatisfy(
            kill ->
                assertThat(kill.after()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    for (int i = 0; i < 99; i += 3) {
      assertThat(kills.subList(i, i + 3))
          .extracting(KillPlan.Kill::victim)
          .containsExactlyInAnyOrder("router", "worker", "redis");
    }
  }

  @Test
  void aPlanWithoutVictimsOrTimeIsRefused() {
    assertThatThrownBy(() -> new KillPlan(List.of(), Duration.ZERO, Duration.ZERO, 1))
        .hasMessage("A kill needs a victim and a span of time, and these are [] and PT0S to PT0S.");
    assertThatThrownBy(
            () -> new KillPlan(List.of("a"), Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
