package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpinionTest {
  private static final Row ROW =
      new Row.Single("what is a tort", "law_gpt", Optional.empty(), "Define it.", "en", "short");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n\": 1, \"nodes\": [\"law_gpt\"], \"rewrites\": \"good\"}             | true",
        "{\"n\": 1, \"nodes\": [\"law_gpt\"], \"rewrites\": \"Good.\"}            | true",
        "{\"n\": 1, \"nodes\": [\"law_gpt\"], \"rewrites\": true}                 | true",
        "{\"nodes\": \"law_gpt\"}                                                 | true",
        "{\"n\": 1, \"node\": \"law_gpt\", \"rewrite\": \"ok\"}                   | true",
        "{\"n\": 1, \"nodes\": [\"math_gpt\"], \"rewrites\": \"good\"}            | false",
        "{\"n\": 1, \"nodes\": [\"law_gpt\", \"math_gpt\"], \"rewrites\": \"good\"} | false",
        "{\"n\": 1, \"nodes\": [\"law_gpt\"], \"rewrites\": \"it answers\"}       | false",
        "{\"n\": 1, \"nodes\": [], \"rewrites\": \"good\"}                        | false",
      })
  void agreesOrNot(String reply, boolean agrees) {
    assertThat(Opinion.read(reply, 1).get(1).agrees(ROW)).isEqualTo(agrees);
  }

  @Test
  void knowsRowsByTheirNumber() {
    String reply =
        """
        ```
        {"n": 2, "nodes": ["b"], "rewrites": "good"}
        {"n": 1, "nodes": ["a"], "rewrites": "good"}
        {"n": 1, "nodes": ["c"], "rewrites": "good"}
        {"n": 9, "nodes": ["d"], "rewrites": "good"}
        """;
    assertThat(Opinion.read(reply, 3))
        .isEqualTo(
            Map.of(1, new Opinion(List.of("a"), "good"), 2, new Opinion(List.of("b"), "good")));
  }
}
