package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTest {
  @ParameterizedTest
  @CsvSource({"5, 0 1 2 3 4", "6, 0 1 2 3 4", "4, 0 1 3 4", "3, 0 1 4", "2, 0 4", "1, 0", "0, ''"})
  void keepsHeadAndTail(int most, String expected) {
    var ids = Clip.headAndTail(IntStream.range(0, 5).toArray(), most);
    assertThat(String.join(" ", Arrays.stream(ids).mapToObj(Integer::toString).toList()))
        .isEqualTo(expected);
  }

  @Test
  void megabytesAreNotReadThrough() {
    try (var tokenizer = Bundled.tokenizer()) {
      var text = "first words " + "x ".repeat(500_000) + " last words";
      var clipped = Clip.encode(tokenizer, text, 10);
      assertThat(clipped.clipped()).isTrue();
      assertThat(clipped.ids()).hasSize(10);
      assertThat(tokenizer.decode(clipped.ids())).startsWith("first words").endsWith("last words");
      var whole = Clip.encode(tokenizer, "first words", 10);
      assertThat(whole.clipped()).isFalse();
      assertThat(whole.ids()).isEqualTo(tokenizer.encode("first words"));
    }
  }
}
