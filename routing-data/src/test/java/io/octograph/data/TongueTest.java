package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TongueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is a tort?              | en | true",
        "今天深圳天气如何?             | en | false",
        "今天深圳天气如何?             | zh | true",
        "What is a tort?              | zh | false",
        "求 f(x) = sin(x) 在 x=0 的导数 | zh | true",
        "これは何ですか                | zh | false",
        "これは何ですか                | ja | true",
        "今天深圳天气如何?             | ja | false",
        "이것은 무엇입니까             | ko | true",
        "Что это такое?               | ru | true",
        "Что это такое?               | de | false",
        "ما هذا؟                      | ar | true",
        "2 + 2 = ?                    | zh | true",
      })
  void tellsScriptsApart(String text, String lang, boolean possible) {
    assertThat(Tongue.possible(text, lang)).isEqualTo(possible);
  }

  @ParameterizedTest
  @CsvSource({"en,true", "zh,true", "EN,false", "english,false", "xx,false"})
  void knowsIsoCodes(String lang, boolean known) {
    assertThat(Tongue.known(lang)).isEqualTo(known);
  }
}
