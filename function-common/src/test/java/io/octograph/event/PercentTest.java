package io.octograph.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents' HTTP binding, 3.1.3.2, with its own example first. */
class PercentTest {
  @ParameterizedTest
  @CsvSource({
    "Euro € 😀, Euro%20%E2%82%AC%20%F0%9F%98%80",
    "100%, 100%25",
    "'say \"hi\"', say%20%22hi%22",
    "/octograph/mmlu/router, /octograph/mmlu/router",
    "~!'{}', ~!'{}'"
  })
  void spells(String text, String header) {
    assertThat(Percent.encoded(text)).isEqualTo(header);
    assertThat(Percent.decoded(header)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "100%, 100%",
    "%zz%4, %zz%4",
    "a%2, a%2",
    "%41%4a%4A, AJJ",
    "\"a \\\"b\\\" %20\", 'a \"b\"  '"
  })
  void readsWhatOthersSpellTheirWay(String header, String text) {
    assertThat(Percent.decoded(header)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "%", "\n\t\u0000", "\uD83D", "“quoted”"})
  void bearsEverything(String text) {
    assertThat(Percent.encoded(text)).matches("[!#-~]*");
    assertThat(Percent.decoded(text)).isNotNull();
  }
}
