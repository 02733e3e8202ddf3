package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrafficTest {
  @Test
  void quantilesAreNearestRank() {
    List<Long> times = LongStream.rangeClosed(1, 20).boxed().toList();

    assertThat(Traffic.Times.quantile(times, 0.5)).isEqualTo(10);
    assertThat(Traffic.Times.quantile(times, 0.95)).isEqualTo(19);
    assertThat(Traffic.Times.quantile(List.of(7L), 0.95)).isEqualTo(7);
    assertThat(Traffic.Times.quantile(List.of(), 0.5)).isZero();
  }
}
