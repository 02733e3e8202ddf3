package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The training's test_plain_question has the same lists. */
class ShoutingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          HOW DO I SOLVE x^2 + 2X = 5 FOR X?        | how do i solve x^2 + 2X = 5 for x?
          WHAT'S THE BOILING POINT OF H2O AT 2 KM?  | what's the boiling point of H2O at 2 km?
          WARUM IST DER HIMMEL BLAU? GRÜSSE         | warum ist der himmel blau? grüsse
          ПОЧЕМУ НЕБО ГОЛУБОЕ?                      | почему небо голубое?
          WHAT DOES my_var DO IN Python CODE?       | what does my_var do in Python code?
          """)
  void isReadInSmallLetters(String text, String calmed) {
    assertThat(Shouting.calmed(text)).isEqualTo(calmed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Why is the sky BLUE?",
        "DNA vs RNA vs PCR",
        "CO2 H2O NH3 O2",
        "IS SIN(x) EVEN?",
        "今天深圳天气如何?",
        "DNA PCR RNA 有什么区别",
        "SNAKE_CASE_A SNAKE_CASE_B SNAKE_CASE_C",
        ""
      })
  void othersStayAsTheyAre(String text) {
    assertThat(Shouting.calmed(text)).isEqualTo(text);
  }
}
