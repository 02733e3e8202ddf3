package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which questions are several, in the user's own words. A pilcrow stands for the end of a line. */
class QuestionPartsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Who was Mansa Musa? And how do I solve x^2 = 5x?     | Who was Mansa Musa?                | And how do I solve x^2 = 5x?         | -
          does creatine hurt; what is creatine phosphate       | does creatine hurt                 | what is creatine phosphate           | -
          How did Nixon's opening come about, and where is Kinmen? | How did Nixon's opening come about | where is Kinmen?                 | -
          Find the mean of 4, 8 and 6 and tell me if tests are valid | Find the mean of 4, 8 and 6   | tell me if tests are valid           | -
          whats groupthink / whats bias / whats an allele      | whats groupthink                   | whats bias                           | whats an allele
          1. Define an allele. 2. Define opportunity cost.     | Define an allele.                  | Define opportunity cost.             | -
          My oven trips the RCD. Is it broken? Can I sue Bob?  | My oven trips the RCD. Is it broken? | Can I sue Bob?                     | -
          Explain tides. Write a haiku on autumn. In French.   | Explain tides.                     | Write a haiku on autumn. In French.  | -
          第一，证明√2是无理数；第二，用Java写个判断回文串的方法  | 第一，证明√2是无理数               | 第二，用Java写个判断回文串的方法     | -
          1.什么是边际效用递减 2.什么是哈希表                  | 什么是边际效用递减                 | 什么是哈希表                         | -
          递归是什么，顺便写个励志签名                         | 递归是什么                         | 顺便写个励志签名                     | -
          """)
  void areFound(String question, String first, String second, String third) {
    var parts = third == null ? List.of(first, second) : List.of(first, second, third);

    assertThat(QuestionParts.of(question.replace('¶', '\n'))).isEqualTo(parts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Why is the sky blue?",
        "I live in Ohio. How do tides work?",
        "Who built the dome, and how did he do it?",
        "Suggest slogans for a drink and tell me what makes it sour",
        "硫化氢有臭味对吧？它和二氧化硫哪个氧化性强？",
        "Which is a base? And why? (A) NaOH (B) HCl",
        "It costs 1.50 and 2.75 more.",
        "What is approx. half of approx. 7?",
        "   ",
        ""
      })
  void areNoneWhereOneThingIsAskedOrOneLeansOnAnother(String question) {
    assertThat(QuestionParts.of(question)).isEmpty();
  }

  @Test
  @Timeout(20)
  void aHugeQuestionIsNoTrouble() {
    assertThat(QuestionParts.of("What is 2? and ".repeat(50_000))).hasSizeGreaterThan(1);
    assertThat(QuestionParts.of("a, (1 ".repeat(50_000))).isEmpty();
  }
}
