package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {
  @TempDir Path folder;

  @Test
  void readsTheMmluForm() {
    Row row = Rows.row("{\"question\":\"2+2?\",\"node\":\"math_gpt\",\"answer\":\"B\"}", "f:1");

    assertThat(row)
        .isEqualTo(new Row("2+2?", List.of(), List.of(), List.of("math_gpt"), Row.Labels.NONE));
  }

  @Test
  void readsCallsHistoryAndLanguage() {
    Row row =
        Rows.row(
            """
            {"history":[{"role":"user","content":"hi"}],"query":"q","lang":"zh",
             "calls":[{"node":"a"},{"node":"b"},{"node":"a"}]}
            """
                .replace("\n", ""),
            "f:1");

    assertThat(row.nodes()).containsExactly("a", "b", "a");
    assertThat(row.labels().language()).contains("zh");
    assertThat(row.kind()).isEqualTo(Row.Kind.COMPOUND);
    assertThat(RouteClient.body(new Asking(row, true)).toString())
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
                + "{\"role\":\"user\",\"content\":\"q\"}],\"top\":100}");
  }

  @Test
  void readsAnswersSoFarAndWhatNamesNoNode() {
    Row next =
        Rows.row(
            "{\"query\":\"q\",\"steps\":[{\"node\":\"a\",\"answer\":\"12\"}],\"node\":\"finish\"}",
            "f:1");
    Row none = Rows.row("{\"query\":\"hm\",\"node\":\"none\",\"style\":\"empty\"}", "f:2");

    assertThat(next.steps()).containsExactly(new Row.Step("a", "12"));
    assertThat(next.node()).isEqualTo(Row.FINISH);
    assertThat(next.kind()).isEqualTo(Row.Kind.CONTINUATION);
    assertThat(none.kind()).isEqualTo(Row.Kind.NONE);
    assertThat(none.labels().style()).contains("empty");
  }

  @Test
  void aFolderMeansItsJsonlFilesInOrder() throws IOException {
    Files.writeString(folder.resolve("b.jsonl"), "{\"query\":\"2\",\"node\":\"n\"}\n\n");
    Files.writeString(folder.resolve("a.jsonl"), "{\"query\":\"1\",\"node\":\"n\"}");
    Files.writeString(folder.resolve("README.md"), "not a row");

    assertThat(Rows.read(List.of(folder))).extracting(Row::query).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"query\":\"q\"}", "{\"node\":\"n\"}", "{\"query\":\"q\",\"calls\":[]}"})
  void saysWhichLineIsNoRow(String line) {
    assertThatThrownBy(() -> Rows.row(line, "some.jsonl:7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("some.jsonl:7 names no question or no node");
  }

  @Test
  void saysWhatIsNoJson() {
    assertThatThrownBy(() -> Rows.row("query,node", "some.jsonl:1"))
        .hasMessageContaining("some.jsonl:1 is not JSON");
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> Rows.read(List.of(folder.resolve("none.jsonl"))))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.jsonl");
  }
}
