package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StopStringsTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(List.of(), List.of("a", "b"), "ab", false),
        Arguments.of(List.of("END"), List.of("one EN", "D two"), "one ", true),
        Arguments.of(List.of("END"), List.of("one EN", "TER two"), "one ENTER two", false),
        Arguments.of(List.of("END"), List.of("one EN"), "one EN", false),
        Arguments.of(List.of("\n\n", "b"), List.of("a\n", "\nb"), "a", true),
        Arguments.of(List.of("abc", "b"), List.of("a", "b", "c"), "a", true),
        Arguments.of(List.of("aab"), List.of("a", "a", "a", "b"), "a", true),
        Arguments.of(List.of("x"), List.of("x"), "", true));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void endsBeforeTheFirstStop(
      List<String> stops, List<String> pieces, String expected, boolean stopped) {
    var passedOn = new ArrayList<String>();
    var strings = new StopStrings(stops, passedOn::add);
    boolean found = false;
    for (var piece : pieces) {
      found = strings.add(piece);
    }
    assertThat(strings.end()).isEqualTo(expected);
    assertThat(String.join("", passedOn)).isEqualTo(expected);
    assertThat(found).isEqualTo(stopped);
  }
}
