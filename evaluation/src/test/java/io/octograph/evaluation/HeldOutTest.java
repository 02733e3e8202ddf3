package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTest {
  /** The remainders were computed with Python's hashlib. */
  @ParameterizedTest
  @CsvSource({"query0, 1", "问题1, 3", "größe2, 1", "问题4, 0", "query12, 0", "问题19, 0", "größe23, 0"})
  void theHeldOutRuleIsTheTrainers(String query, int remainder) {
    assertThat(HeldOut.test(query)).isEqualTo(remainder == 0);
  }
}
