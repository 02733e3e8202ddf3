package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blanks, courtesy and shouting; the training's test_plain_question reads the same cases. */
class PlainQuestionTest {
  private static JsonNode cases(String which) throws IOException {
    var file = Path.of("src/test/resources/plain-questions.json").toFile();
    var cases = new ObjectMapper().readTree(file).path(which);
    assertThat(cases.size()).as(which).isGreaterThan(10);
    return cases;
  }

  @Test
  void blanksCourtesyAndShoutingGo() throws IOException {
    for (var each : cases("changed")) {
      assertThat(PlainQuestion.of(each.path(0).asText())).isEqualTo(each.path(1).asText());
    }
  }

  @Test
  void aTextThatHasNoneStays() throws IOException {
    for (var text : cases("kept")) {
      assertThat(PlainQuestion.of(text.asText())).isEqualTo(text.asText());
    }
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
}
