package io.octograph.evaluation.mmlu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LettersTest {
  private static final List<String> CITIES = List.of("Rome", "Paris", "a mixture of both", "$5");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B                                              | B
          ' B'                                           | B
          b                                              | B
          (B)                                            | B
          [b]                                            | B
          B.                                             | B
          **B**                                          | B
          \\boxed{B}                                     | B
          $B$                                            | B
          B. Paris                                       | B
          B) Paris, since it is the capital              | B
          (B) Paris                                      | B
          B: Paris                                       | B
          B - Paris                                      | B
          'B\\nParis is the capital of France.'          | B
          Option B                                       | B
          The answer is B.                               | B
          The answer is: (B)                             | B
          the correct answer is B because of its size    | B
          Answer: B) Paris                               | B
          'Answer:\\nB'                                  | B
          Answer = B                                     | B
          'It is old.\\n\\n**Answer: B**'                | B
          The best answer would be option B.             | B
          The correct option is B, Paris.                | B
          B is correct.                                  | B
          Option (B) is the right one                    | B
          Paris                                          | B
          paris.                                         | B
          The answer is Paris.                           | B
          Answer: B Paris                                | B
          A mixture of both                              | C
          The answer is a mixture of both                | C
          $5                                             | D
          'A. Rome\\nB. Paris\\nThe answer is B.'        | B
          """)
  void readsTheLetter(String answer, char letter) {
    assertThat(Letters.read(answer.replace("\\n", "\n"), CITIES)).contains(letter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "E",
        "The answer is E.",
        "A city in Europe",
        "A mixture",
        "The answer is A city in Europe",
        "The answer is not B",
        "A. Rome\nB. Paris\nC. a mixture of both",
        "The answer is A. No, the answer is B.",
        "A. Rome\nThe answer is B.",
        "I think that Paris is nice, but Rome is nicer.",
        "Vitamin C is the right one to take",
        "Both Rome and Paris",
        "To answer this question, let us look at the choices:"
      })
  void namesNoneWhereTheAnswerNamesNoneOrTwo(String answer) {
    assertThat(Letters.read(answer, CITIES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x, A", "The answer is y., B"})
  void choicesMayBeLettersThemselves(String answer, char letter) {
    assertThat(Letters.read(answer, List.of("x", "y"))).contains(letter);
  }
}
