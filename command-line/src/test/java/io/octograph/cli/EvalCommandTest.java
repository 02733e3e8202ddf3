package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {
  @TempDir Path folder;

  @Test
  void asksEveryRowAndWritesTheReport() throws Exception {
    Files.writeString(
        folder.resolve("rows.jsonl"),
        """
        {"question": "1", "node": "math_gpt"}
        {"query": "2", "node": "law_gpt", "lang": "en"}
        {"query": "3", "calls": [{"node": "math_gpt"}], "lang": "en"}
        """);
    Run program = new Run(folder);

    try (ScriptedRouter router = new ScriptedRouter()) {
      assertThat(
              program.run("eval", "--file", "rows.jsonl", "--url", router.url(), "--out", "r.json"))
          .isZero();
      assertThat(router.bodies).contains("{\"query\":\"1\",\"rewrite\":false}");
    }

    assertThat(program.out()).contains("routing accuracy 66.7 %  (2 of 3)");
    var report = new ObjectMapper().readTree(folder.resolve("r.json").toFile());
    assertThat(report.path("n").asInt()).isEqualTo(3);
    assertThat(report.at("/by_lang/en/right").asInt()).isEqualTo(1);
  }

  @Test
  void heldOutKeepsTheTrainersTenth() throws Exception {
    Files.writeString(
        folder.resolve("rows.jsonl"),
        """
        {"query": "query0", "node": "math_gpt"}
        {"query": "query12", "node": "math_gpt"}
        """);
    Run program = new Run(folder);

    try (ScriptedRouter router = new ScriptedRouter()) {
      program.run("eval", "--held-out", "--file", ".", "--url", router.url());
    }

    assertThat(program.out()).contains("(1 of 1)");
  }
}
