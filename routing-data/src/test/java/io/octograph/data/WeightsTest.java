package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightsTest {
  @Test
  void readsNamesWithAndWithoutWeights() {
    assertThat(Weights.parse("--languages", "en:3, zh,de:0"))
        .containsExactly(Map.entry("en", 3.0), Map.entry("zh", 1.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en:x   | --languages has en:x; a weight is a number from 0 to 1000000, e.g. en:3.",
        "en:-1  | --languages has en:-1; a weight is a number from 0 to 1000000, e.g. en:3.",
        "en:NaN | --languages has en:NaN; a weight is a number from 0 to 1000000, e.g. en:3.",
        "en,en  | --languages is en,en; give each name once, e.g. en:3,zh:1.",
        ",en    | --languages is ,en; give each name once, e.g. en:3,zh:1.",
        "en:0   | --languages is en:0; give one of the names a weight above 0.",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Weights.parse("--languages", text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"10,8,2", "1,1,0", "3,2,1", "0,0,0", "7,6,1"})
  void splitsSoThatPartsAddUp(int whole, int first, int second) {
    assertThat(Weights.split(whole, Map.of("a", 8.0, "b", 2.0)))
        .isEqualTo(Map.of("a", first, "b", second));
  }
}
