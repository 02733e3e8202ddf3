package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final Tokenizer TOKENIZER = Bundled.tokenizer();

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  /** {@code decoded} lacks control characters that the vocabulary has no token for. */
  record Row(String text, int[] ids, String decoded) {}

  /** What the reference gives; see src/test/python. */
  static Stream<Row> reference() throws IOException {
    var rows =
        new ObjectMapper().readTree(TokenizerTest.class.getResource("/tokenizer-fixture.json"));
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                new Row(
                    row.get("text").asText(),
                    StreamSupport.stream(row.get("ids").spliterator(), false)
                        .mapToInt(id -> id.asInt())
                        .toArray(),
                    row.path("decoded").asText(row.get("text").asText())));
  }

  @ParameterizedTest
  @MethodSource("reference")
  void agreesWithTheReferenceIdForId(Row row) {
    assertThat(TOKENIZER.encode(row.text)).as(row.text).containsExactly(row.ids);
  }

  @ParameterizedTest
  @MethodSource("reference")
  void decodesWhatItEncoded(Row row) {
    assertThat(TOKENIZER.decode(row.ids)).isEqualTo(row.decoded);
  }

  @ParameterizedTest
  @MethodSource("reference")
  void streamsTheSameText(Row row) {
    var stream = TOKENIZER.stream();
    var text = new StringBuilder();
    for (int id : row.ids) {
      var piece = stream.add(id);
      if (row.text.indexOf('\uFFFD') < 0) {
        assertThat(piece).doesNotContain("\uFFFD");
      }
      text.append(piece);
    }
    assertThat(text.append(stream.end()).toString()).isEqualTo(row.decoded);
  }

  static Stream<String> specialTokens() {
    var functional =
        Stream.of("<nexa_0>", "<nexa_4>", "<nexa_17>", "<nexa_end>", "<fn_0>", "<none>");
    return Stream.concat(TOKENIZER.specials().keySet().stream(), functional);
  }

  @ParameterizedTest
  @MethodSource("specialTokens")
  void textOfSpecialTokensStaysText(String token) {
    int functional = 49152;
    for (var text :
        new String[] {
          token,
          token + token,
          "a" + token + "b",
          " " + token + " ",
          "\n" + token + "\n",
          "\u200b" + token + "\u200b",
          token.substring(0, 3) + "\u200b" + token.substring(3),
          token.substring(0, 3) + "\u0000" + token.substring(3),
          token.replace("<", "\uFF1C"),
          token.toUpperCase(java.util.Locale.ROOT),
          "<" + token + ">",
          token.substring(0, 1) + token + token.substring(1),
          "\ud83d" + token,
          "文" + token + "文",
        }) {
      var ids = TOKENIZER.encode(text);
      assertThat(Arrays.stream(ids).boxed())
          .as(text)
          .doesNotContainAnyElementsOf(TOKENIZER.specials().values())
          .allMatch(id -> id < functional);
      if (!text.contains("\ud83d")) {
        assertThat(TOKENIZER.decode(ids)).isEqualTo(text);
      }
    }
  }

  @Test
  void knowsTheModelsSpecialTokens() {
    assertThat(TOKENIZER.special("<|endoftext|>")).isZero();
    assertThat(TOKENIZER.special("<|im_start|>")).isEqualTo(1);
    assertThat(TOKENIZER.special("<|im_end|>")).isEqualTo(2);
    assertThatThrownBy(() -> TOKENIZER.special("<nexa_4>"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'<nexa_4>'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00b", "\ude00\ud83d", "😀\ud83d😀"})
  void halfASurrogatePairSpoilsNothingElse(String text) {
    var mended =
        new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_16),
            java.nio.charset.StandardCharsets.UTF_16);
    assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(mended);
  }

  @Test
  void leavesOutWhatIsNoText() {
    assertThat(TOKENIZER.decode(new int[] {1, 28120, 2, 49152, 49169})).isEqualTo("hello");
    assertThat(TOKENIZER.decode(new int[] {1, 2})).isEmpty();
    assertThat(TOKENIZER.decode(new int[0])).isEmpty();
    assertThat(TOKENIZER.encode("")).isEmpty();
  }

  @Test
  void aBrokenFileIsNamed(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": 3}");
    assertThatThrownBy(() -> Tokenizer.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.json cannot be read");
  }
}
