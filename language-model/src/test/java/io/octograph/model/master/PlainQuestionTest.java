package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The training's test_plain_question has the same lists. */
class PlainQuestionTest {
  static Stream<Arguments> polite() {
    return Stream.of(
        arguments("How  do I\t\tsolve it ?\n", "How do I solve it ?"),
        arguments("one\n \n\n\ntwo", "one\n\ntwo"),
        arguments("Please: why is the sky blue?", "why is the sky blue?"),
        arguments("Could you please explain osmosis?", "explain osmosis?"),
        arguments("Why is the sky blue, please?", "Why is the sky blue?"),
        arguments("sigmoid vs relu explain pls", "sigmoid vs relu explain"),
        arguments("Why is the sky blue? Thanks a lot!", "Why is the sky blue?"),
        arguments("rotator cuff muscles thanks in advance", "rotator cuff muscles"),
        arguments("Why is the sky blue?\nThank you.", "Why is the sky blue?"),
        arguments("请问，今天深圳天气如何?", "今天深圳天气如何?"),
        arguments("今天深圳天气如何? 谢谢大家！", "今天深圳天气如何?"),
        arguments("Bitte: Warum ist der Himmel blau? Vielen Dank!", "Warum ist der Himmel blau?"),
        arguments("¿Por qué el cielo es azul? ¡Muchas gracias!", "¿Por qué el cielo es azul?"),
        arguments("S'il vous plaît : pourquoi ? Merci beaucoup !", "pourquoi ?"),
        arguments(
            "HOW DO I SOLVE x^2 + 2X = 5 FOR X? THANKS A LOT!",
            "how do i solve x^2 + 2X = 5 for x?"));
  }

  @ParameterizedTest
  @MethodSource("polite")
  void blanksAndCourtesyGo(String text, String plain) {
    assertThat(PlainQuestion.of(text)).isEqualTo(plain);
  }

  @Test
  @Timeout(20)
  void aHugeTextIsNoTroubleAndStays() {
    for (var piece : List.of("a'", ",", "PLEASE! ", "  ")) {
      var text = piece.repeat(500_000) + "_";
      assertThat(PlainQuestion.of(text)).isSameAs(text);
      assertThat(PlainQuestion.of(piece.repeat(1_900) + "_")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Why is the sky blue?",
        "How do you say thank you",
        "Pleasure and pain in Bentham",
        "Thanks!",
        "谢谢",
        "Which sitcom is set in Boston? A. Frasier B. Cheers",
        "Who wrote 'please the crowd'?",
        "昙花为啥开几个钟头就谢",
        "这属于（\u3000）A.正强化 B.惩罚",
        "for x in a:\n    print(x)"
      })
  void aTextThatHasNoneStays(String text) {
    assertThat(PlainQuestion.of(text)).isEqualTo(text);
  }
}
