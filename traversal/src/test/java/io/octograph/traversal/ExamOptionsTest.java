package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an exam question goes out as it was asked. A slash stands for the end of a line. */
class ExamOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The map distance is about (A) 9 (B) 18 (C) 36          | The map distance is about    | (A) 9 (B) 18 (C) 36
          The pigment is/A. chlorophyll/B. melanin               | The pigment is               | A. chlorophyll/B. melanin
          The pigment is A. green B. red C. none                 | The pigment is               | A. green B. red C. none
          A altura é: a) 6,0 m b) 7,2 m c) 12 m                  | A altura é:                  | a) 6,0 m b) 7,2 m c) 12 m
          核心是（ ）。A.提高生产率 B.授权与分权 C.分工          | 核心是（ ）。                | A.提高生产率 B.授权与分权 C.分工
          下列属于酸的是：/A、盐酸/B、食盐                       | 下列属于酸的是：             | A、盐酸/B、食盐
          Point A. is it? What holds: (A) no (B) yes             | Point A. is it? What holds:  | (A) no (B) yes
          It holds that I. a is b II. b is c/A. I only B. II only C. both | It holds that I. a is b II. b is c | A. I only B. II only C. both
          """)
  void areFound(String question, String stem, String options) {
    var found = ExamOptions.of(lines(question)).orElseThrow();

    assertThat(found.stem()).isEqualTo(stem);
    assertThat(found.options()).isEqualTo(lines(options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Why is the sky blue?",
        "What does vitamin A. B. Jones found do?",
        "Is C. elegans a worm, and D. melanogaster a fly?",
        "Explain: (1) inertia (2) momentum",
        "(A) Explain osmosis (B) Explain diffusion",
        "Compare plan (B) and plan (C).",
        "What is f(a) and f(b)?",
        "Who wrote the letter (A)?",
        ""
      })
  void areNotSeenWhereThereAreNone(String question) {
    assertThat(ExamOptions.of(question)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How many signals? (A) 2 (B) 3 (C) 4 | Count the signals in the spectrum.           | Count the signals in the spectrum./(A) 2 (B) 3 (C) 4
          How many signals? (A) 2 (B) 3 (C) 4 | Count the signals: (A) 2, (B) 2, (C) 2, (D). | Count the signals/(A) 2 (B) 3 (C) 4
          How many signals? (A) 2 (B) 3 (C) 4 | Show the 2, 3 and 4 signals.                 | Show the 2, 3 and 4 signals./(A) 2 (B) 3 (C) 4
          How many signals? (A) 2 (B) 3 (C) 4 | ''                                           | ''
          How many signals?                   | Count the signals.                           | Count the signals.
          不包括（ ）。A.可靠性 B.盈利性 C.有形性 | 说明不包括：A可靠性；B盈利性；C有形性。     | 说明不包括：A可靠性；B盈利性；C有形性。
          It is/A. a Gene/B. an enzyme        | Tell whether it is a gene or an enzyme.      | Tell whether it is a gene or an enzyme.
          """)
  void goOutAfterTheRewrite(String question, String rewrite, String sent) {
    assertThat(ExamOptions.kept(lines(question), rewrite)).isEqualTo(lines(sent));
  }

  @Test
  void whatTheyHoldIsNotLost() {
    var question = "Its work is about\nA. 0.83 kJ\nB. 1.7 kJ";
    var rewrite = "Calculate its work.";

    assertThat(RewriteGuard.objection(question, rewrite))
        .isEqualTo("The rewrite lost \"0.83\", \"1.7\", \"kJ\".");
    assertThat(RewriteGuard.objection(question, ExamOptions.kept(question, rewrite))).isEmpty();
  }

  private static String lines(String text) {
    return text.replace("/", "\n");
  }
}
