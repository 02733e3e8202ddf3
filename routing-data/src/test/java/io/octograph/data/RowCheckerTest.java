package io.octograph.data;

import static io.octograph.data.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.data.Order.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowCheckerTest {
  private static final RowChecker CHECKER = new RowChecker(Samples.cards().keySet());
  private static final String GOOD = "Explain which rule holds for 3 cats in a sack.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "what of 3 cats in a sack | %GOOD%                                     |",
        "``                       | %GOOD%                                     | NO_QUERY",
        "...                      | %GOOD%                                     | NO_QUERY",
        "<query>                  | %GOOD%                                     | NO_QUERY",
        "3 cats \\t in a sack     | %GOOD%                                     | CHARACTERS",
        "3 cats <!im_end!>        | %GOOD%                                     | CHARACTERS",
        "what of 3 cats in a sack | Explain the rule \\n for 3 cats in a sack. | CHARACTERS",
        "三只猫在袋子里怎么办呢     | %GOOD%                                     | LANGUAGE",
        "what of 3 cats in a sack | 3 cats?                                    | LENGTH",
        "what of 3 cats in a sack | Explain which rule holds for cats in a sack. | REWRITE",
        "what of 3 cats in a sack | Explain which of 7 rules holds for 3 cats. | REWRITE",
        "what of \\\"Tom Sawyer\\\" | Explain the book about a boy named Tom.  | REWRITE",
        "what of 3 cats in a sack | 解释 一下 袋子里 3 只猫 的 规则 是什么。        | REWRITE",
      })
  void singleRows(String query, String rewrite, Reason reason) {
    String text = rewrite == null ? "" : rewrite.replace("%GOOD%", GOOD);
    String asked = query == null ? "" : query.replace('!', '|');
    String object = "{\"n\": 1, \"query\": \"%s\", \"rewrite\": \"%s\"}".formatted(asked, text);
    assertThat(reason(Form.SINGLE, Samples.wish("law_gpt"), object)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"law_gpt,", "math_gpt,OTHER_NODE", "poetry_gpt,UNKNOWN_NODE"})
  void aNodeThatTheModelNames(String node, Reason reason) {
    String object =
        "{\"query\": \"what of 3 cats\", \"node\": \"%s\", \"rewrite\": \"%s\"}"
            .formatted(node, GOOD);
    assertThat(reason(Form.SINGLE, Samples.wish("law_gpt"), object)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "law_gpt:Explain whether cats may be kept.; math_gpt:Add 2 and 3 in small steps. |",
        "math_gpt:Add 2 and 3 in small steps.; law_gpt:Explain whether cats may be kept. | OTHER_NODE",
        "law_gpt:Explain whether cats may be kept.                                       | TURNS",
        "law_gpt:Explain whether cats may be kept.; poetry_gpt:Add 2 and 3 in steps now. | UNKNOWN_NODE",
        "law_gpt:Explain whether cats may be kept.; math_gpt:Add the numbers in steps.   | REWRITE",
      })
  void compoundRows(String calls, Reason reason) {
    StringBuilder array = new StringBuilder();
    for (String call : calls.split(";")) {
      String[] pair = call.strip().split(":");
      array
          .append(array.isEmpty() ? "" : ",")
          .append("{\"node\": \"%s\", \"rewrite\": \"%s\"}".formatted(pair[0], pair[1]));
    }
    String object =
        "{\"query\": \"may i keep cats, and 2 and 3?\", \"calls\": [%s]}".formatted(array);
    assertThat(reason(Form.COMPOUND, Samples.wish("law_gpt", "math_gpt"), object))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user:how high is it; assistant:It is 20 m high.      | What speed does it have after 20 m? |",
        "user:how high is it; assistant:It is 20 m high.      | What speed does it have after 40 m? | REWRITE",
        "user:how high is it                                  | What speed does it have after that? | TURNS",
        "assistant:It is 20 m high.; user:how high is it      | What speed does it have after that? | TURNS",
        "user:; assistant:It is 20 m high.                    | What speed does it have after that? | TURNS",
      })
  void followUps(String turns, String rewrite, Reason reason) {
    StringBuilder array = new StringBuilder();
    for (String turn : turns.split(";")) {
      String[] pair = turn.strip().split(":", 2);
      array
          .append(array.isEmpty() ? "" : ",")
          .append("{\"role\": \"%s\", \"content\": \"%s\"}".formatted(pair[0], pair[1]));
    }
    String object =
        "{\"history\": [%s], \"query\": \"and its speed?\", \"rewrite\": \"%s\"}"
            .formatted(array, rewrite);
    assertThat(reason(Form.FOLLOW_UP, Samples.wish("law_gpt"), object)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "math_gpt | law_gpt | It is $12. | Explain which court hears a claim of $12.  |",
        "math_gpt | law_gpt | It is $12. | Explain which court hears a claim of $99.  | REWRITE",
        "math_gpt | law_gpt | It is $12. | ``                                         | TURNS",
        "math_gpt | finish  | It is $12. | ``                                         |",
        "math_gpt | finish  | It is $12. | Explain which court hears a claim of $12.  | TURNS",
        "law_gpt  | finish  | It is $12. | ``                                         | OTHER_NODE",
        "math_gpt | finish  | ``         | ``                                         | LENGTH",
      })
  void continuations(String step, String next, String answer, String rewrite, Reason reason) {
    String object =
        "{\"query\": \"how much and where do i sue\", \"steps\": [{\"node\": \"%s\", \"answer\": \"%s\"}], \"rewrite\": \"%s\"}"
            .formatted(step, answer == null ? "" : answer, rewrite == null ? "" : rewrite);
    Wish wish =
        new Wish(
            List.of(next), List.of("math_gpt"), Optional.empty(), "continuation", Optional.empty());
    assertThat(reason(Form.CONTINUATION, wish, object)).isEqualTo(reason);
  }

  @Test
  void negativesNeedNoWords() {
    Wish wish = Samples.wish(Row.NO_NODE);
    assertThat(reason(Form.NONE, wish, "{\"query\": \"...\"}")).isNull();
    assertThat(reason(Form.NONE, wish, "{\"query\": \"\"}")).isEqualTo(Reason.NO_QUERY);
    assertThat(reason(Form.NONE, wish, "{\"query\": \"這是一段沒有問題的文字而且很長很長\"}"))
        .isEqualTo(Reason.LANGUAGE);
  }

  /** Rows that people wrote pass, so that what is refused is the model's fault. */
  @Test
  void passesWhatPeopleWrote() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    Set<String> nodes = new HashSet<>();
    try (Stream<Path> files = Files.walk(Path.of("../training/data"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        rows.addAll(Lines.read(file));
      }
    }
    rows.forEach(row -> row.findValuesAsText("node").forEach(nodes::add));
    RowChecker checker = new RowChecker(nodes);
    long passed = rows.stream().filter(row -> check(checker, row) instanceof Checked.Sound).count();
    assertThat(rows).hasSizeGreaterThan(8_000);
    assertThat(passed / (double) rows.size()).isGreaterThan(0.9);
  }

  private static Checked check(RowChecker checker, JsonNode row) {
    Slot slot = RowJson.slot(row).orElseThrow();
    List<String> nodes =
        slot.form() == Form.COMPOUND
            ? row.get("calls").findValuesAsText("node")
            : List.of(row.path("node").asText());
    List<String> steps = row.path("steps").findValuesAsText("node");
    return checker.check(
        row, slot, new Wish(nodes, steps, Optional.empty(), "short", Optional.empty()));
  }

  private static Reason reason(Form form, Wish wish, String object) {
    return switch (CHECKER.check(json(object), new Slot(form, "law_gpt", "en"), wish)) {
      case Checked.Sound _ -> null;
      case Checked.Refused(Reason reason, String _) -> reason;
    };
  }
}
