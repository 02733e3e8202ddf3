package io.octograph.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is 3.5 times 1,350? | Multiply 3.5 by 1350. | true",
        "What is 3.5 times 2? | Multiply 3 by 2. | false",
        "１２ 加 7 等于几 | 计算 12 与 7 的和。 | true",
        "No number here | Explain 5 things. | true"
      })
  void everyNumberMustStay(String question, String rewrite, boolean kept) {
    assertThat(Kept.of(question, rewrite).numbers()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Who said “God is dead.”? | Name the author of \"God is dead\". | true",
        "Who said “God is dead”? | Name the author of that phrase. | false",
        "《红楼梦》的作者是谁 | 说明《红楼梦》的作者。 | true",
        "《红楼梦》的作者是谁 | 说明这部小说的作者。 | false"
      })
  void everyQuotationMustStay(String question, String rewrite, boolean kept) {
    assertThat(Kept.of(question, rewrite).quotations()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "why did Napoleon lose at Waterloo | Explain Napoleon's defeat at waterloo. | true",
        "why did Napoleon lose at Waterloo | Explain Napoleon's last defeat. | false",
        "What does DNA do | Describe the role of dna. | true",
        "What does DNA do | Describe the role of the molecule. | false",
        "WHY IS THE SKY BLUE | Explain the colour of the day's heaven. | true"
      })
  void everyNameMustStay(String question, String rewrite, boolean kept) {
    assertThat(Kept.of(question, rewrite).names()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "什么是光合作用 | Explain photosynthesis. | false",
        "什么是 DNA | 解释 DNA 的结构与功能。 | true",
        "光はなぜ曲がるのか | 光为什么会弯曲？ | false",
        "what is π | Define π. | true"
      })
  void theScriptMustStay(String question, String rewrite, boolean same) {
    assertThat(Kept.of(question, rewrite).sameLanguage()).isEqualTo(same);
  }

  @Test
  void aCopyUpToCaseAndMarksIsACopy() {
    assertThat(Kept.of("whats a tort", "What's a tort?").differs()).isFalse();
    assertThat(Kept.of("whats a tort", "Define a tort.").differs()).isTrue();
  }
}
