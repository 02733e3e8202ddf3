package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  /** The remainders were computed with Python's hashlib. */
  @ParameterizedTest
  @CsvSource({"query0, 1", "问题1, 3", "größe2, 1", "问题4, 0", "query12, 0", "问题19, 0", "größe23, 0"})
  void theHeldOutRuleIsTheTrainers(String query, int remainder) {
    assertThat(HeldOut.test(query)).isEqualTo(remainder == 0);
  }

  @Test
  void quantilesAreNearestRank() {
    List<Long> times = LongStream.rangeClosed(1, 20).boxed().toList();

    assertThat(Report.quantile(times, 0.5)).isEqualTo(10);
    assertThat(Report.quantile(times, 0.95)).isEqualTo(19);
    assertThat(Report.quantile(List.of(7L), 0.95)).isEqualTo(7);
    assertThat(Report.quantile(List.of(), 0.5)).isZero();
  }

  @Test
  void theMarginIsWilsons() {
    assertThat(new Score(80, 100).margin()).isCloseTo(0.0777, within(0.0005));
    assertThat(new Score(0, 10).margin()).isCloseTo(0.1388, within(0.0005));
    assertThat(new Score(0, 0).margin()).isEqualTo(0.5);
    assertThat(new Score(0, 0).accuracy()).isZero();
  }
}
