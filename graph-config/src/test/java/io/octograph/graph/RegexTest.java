package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the languages that are read here hold is tested where they are used. */
class RegexTest {
  @Test
  void readsWhatAnchorsLeaveAway() {
    Regex anything = new Regex.Repeat(Regex.Characters.ANY, 0, Regex.ENDLESS);
    assertThat(Regex.read("^a$")).isEqualTo(new Regex.Sequence(List.of(one('a'))));
    assertThat(Regex.read("a$")).isEqualTo(new Regex.Sequence(List.of(anything, one('a'))));
    assertThat(Regex.read("^a")).isEqualTo(new Regex.Sequence(List.of(one('a'), anything)));
  }

  @Test
  void readsClassesCountsAndGroups() {
    assertThat(Regex.read("^[^a-y]{2,}(?:b|)\\.$"))
        .isEqualTo(
            new Regex.Sequence(
                List.of(
                    new Regex.Sequence(
                        List.of(
                            new Regex.Repeat(
                                new Regex.Characters(
                                    List.of(
                                        new Regex.Range(0, 'a' - 1),
                                        new Regex.Range('z', 0x10FFFF))),
                                2,
                                Regex.ENDLESS),
                            new Regex.Choice(List.of(one('b'), new Regex.Sequence(List.of()))),
                            one('.'))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(?=a)      | a group that begins with (?",
        "a**        | one count after another",
        "[a         | a class without its end",
        "(a         | a group without its end",
        "a{3,1}     | a count that is none",
        "a{9999}    | a count that is no number up to 1000",
        "a)         | what stands at character 2",
        "\\1        | \\1",
        "\\b        | \\b",
        "*a         | the * at character 1",
        "[z-a]      | a range that is none",
        "`^a|b$`    | an anchor beside alternatives",
      })
  void refusesWhatItDoesNotKnow(String pattern, String message) {
    assertThatThrownBy(() -> Regex.read(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Regex.Characters one(int c) {
    return new Regex.Characters(List.of(new Regex.Range(c, c)));
  }
}
