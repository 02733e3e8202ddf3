package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 23, false",
    "1, 24, true",
    "5, 5, true",
    "5, 4, false",
    "17, 3, true",
    "17, 2, false"
  })
  void aPieceThatComesAgainAndAgainIsALoop(int period, int rounds, boolean loop) {
    var ids = new ArrayList<>(List.of(901, 902, 903));
    for (int i = 0; i < rounds; i++) {
      IntStream.range(0, period).forEach(ids::add);
    }
    assertThat(Loops.found(ids)).isEqualTo(loop);
  }
}
