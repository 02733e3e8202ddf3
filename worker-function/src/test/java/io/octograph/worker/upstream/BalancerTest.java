package io.octograph.worker.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.graph.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private Instant now = Instant.EPOCH;

  @Test
  void spreadsByWeightWithoutBursts() {
    Balancer balancer = balancer(endpoint("a", 5), endpoint("b", 1), endpoint("c", 1));
    assertThat(picks(balancer, 7)).isEqualTo("aabacaa");
    assertThat(picks(balancer, 7)).isEqualTo("aabacaa");
  }

  @Test
  void leavesOutWhatWasTriedAndWhatRests() {
    Balancer balancer = balancer(endpoint("a", 5), endpoint("b", 1));
    Balancer.Line first = balancer.next(Set.of()).orElseThrow();
    assertThat(first.endpoint().model()).isEqualTo("a");
    assertThat(balancer.next(Set.of(first)).orElseThrow().endpoint().model()).isEqualTo("b");

    first.breaker().pause(Duration.ofSeconds(9));
    assertThat(picks(balancer, 3)).isEqualTo("bbb");
    assertThat(balancer.pause()).isZero();

    balancer.next(Set.of()).orElseThrow().breaker().pause(Duration.ofSeconds(4));
    assertThat(balancer.next(Set.of())).isEmpty();
    assertThat(balancer.pause()).isEqualTo(Duration.ofSeconds(4));

    now = now.plusSeconds(9);
    assertThat(picks(balancer, 6)).contains("a");
  }

  private Balancer balancer(Endpoint... endpoints) {
    return new Balancer(List.of(endpoints), () -> now);
  }

  private static String picks(Balancer balancer, int count) {
    List<String> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picks.add(balancer.next(Set.of()).orElseThrow().endpoint().model());
    }
    return String.join("", picks);
  }

  private static Endpoint endpoint(String model, int weight) {
    return new Endpoint(
        URI.create("http://" + model + "/v1"),
        model,
        Optional.empty(),
        weight,
        OptionalLong.empty());
  }
}
