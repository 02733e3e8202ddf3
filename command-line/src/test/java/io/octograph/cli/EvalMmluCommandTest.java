package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalMmluCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("q.jsonl"),
        "{\"subject\":\"law\",\"node\":\"law_gpt\",\"question\":\"What is a tort?\",\"choices\":"
            + "[\"1\",\"2\"],\"answer\":\"A\"}\n");
    Files.writeString(folder.resolve("empty.jsonl"), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --file none.jsonl                               | There is no file
          --file empty.jsonl                              | There is no question in empty.jsonl
          --file q.jsonl --limit 0                        | --limit is 0; give 1 or more
          --file q.jsonl --shots 5                        | --shots is 5, and nothing says where they are
          --file q.jsonl --shots -1                       | The number of shots is -1; give 0 to 20
          --file q.jsonl --max-tokens 0                   | The most tokens of an answer are 0
          --file q.jsonl --clients 0                      | --clients is 0; give 1 or more
          --file q.jsonl --masters-read nothing           | --masters-read
          --limit 5                                       | --file
          """)
  void saysWhatItNeedsBeforeItAsks(String arguments, String complaint) {
    Run program = new Run(folder);

    assertThat(program.run(("eval mmlu " + arguments).split(" "))).isEqualTo(CommandFailed.USAGE);

    assertThat(program.err()).contains(complaint);
  }

  @Test
  void evalAloneNeedsRows() {
    Run program = new Run(folder);

    assertThat(program.run("eval")).isEqualTo(CommandFailed.USAGE);

    assertThat(program.err()).contains("give").contains("--file");
  }
}
