package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyReaderTest {
  /** Queries that are found, joined, and how many beginnings were broken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"query\":\"a\"}#{\"query\":\"b\"}                            | a,b | 0",
        "[{\"query\":\"a\"},{\"query\":\"b\"}]                          | a,b | 0",
        "{\"rows\":[{\"query\":\"a\"},{\"query\":\"b\"}]}               | a,b | 0",
        "Sure! Here you are:#```json#{\"query\":\"a\"}#```#Anything else? | a | 0",
        "<think>{\"query\":\"no\"}</think>{\"query\":\"a\"}             | a   | 0",
        "<think>for ever {\"query\":\"no\"}                             | ``  | 0",
        "{\"query\":\"a\"}#{\"query\":\"b\",\"rewr                      | a   | 1",
        "{\"rows\":[{\"query\":\"a\"},{\"query\":\"b\"                  | a   | 1",
        "{\"query\":\"say \"hi\" now\"}#{\"query\":\"b\"}               | b   | 1",
        "{\"query\":\"a\",}#{query:\"b\"}#{'query':'c'}                 | a,b,c | 0",
        "{\"query\":\"set {1, 2}\"}                                     | set {1, 2} | 0",
        "{\"query\":\"\\frac{1}{2} \\beta \\sqrt{2} \\u00e9\"}          | \\frac{1}{2} \\beta \\sqrt{2} é | 0",
        "I cannot help with that.                                       | ``  | 0",
      })
  void findsObjects(String reply, String queries, int broken) {
    var reading = ReplyReader.read(reply.replace('#', '\n'), "query");
    assertThat(
            String.join(
                ",", reading.objects().stream().map(o -> o.path("query").asText()).toList()))
        .isEqualTo(queries == null ? "" : queries);
    assertThat(reading.broken()).isEqualTo(broken);
  }

  @Test
  void keepsALineBreakWithinAString() {
    var reading = ReplyReader.read("{\"query\":\"one\ntwo\\nthree\"}", "query");
    assertThat(reading.objects().getFirst().path("query").asText()).isEqualTo("one\ntwo\nthree");
  }
}
