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

class BenchCommandTest {
  @TempDir Path folder;
  private Run program;

  @BeforeEach
  void start() throws IOException {
    program = new Run(folder);
    var data = Files.createDirectories(folder.resolve("training/data"));
    Files.writeString(
        data.resolve("math_gpt.jsonl"),
        "{\"query\": \"2+2?\", \"node\": \"math_gpt\", \"lang\": \"en\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chaos --queries 0   | The number of questions is 0; give 1 or more.
          chaos --queries 9   | There are rows for 1 questions only, and 9 were asked for; ask for fewer.
          chaos --faults 2    | The rate of faults is 2.0; give a number from 0 to 0.9.
          chaos --doubled 2   | The probability of a second delivery is 2.0; give a number from 0 to 1.
          chaos --kill-every 0 | The time between kills is 0 s; give 1 or more.
          chaos --lanes 0     | The number of lanes is 0; give 1 or more.
          events --queries 0  | queries and lanes are 0 and 16; give 1 or more of each.
          events --lanes 0    | queries and lanes are 3000 and 0; give 1 or more of each.
          """)
  void saysWhatMakesNoSense(String line, String message) {
    var arguments =
        ("bench " + line + (line.contains("queries") ? "" : " --queries 1")).split(" +");
    if (line.equals("events --lanes 0")) {
      arguments = ("bench " + line).split(" +");
    }

    assertThat(program.run(arguments)).isEqualTo(CommandFailed.USAGE);
    assertThat(program.err()).contains(message);
  }

  @Test
  void saysWhatIsNotBuilt() {
    assertThat(program.run("bench", "chaos", "--queries", "1")).isEqualTo(CommandFailed.FAILED);
    assertThat(program.err()).contains("knative/testing/build");
  }

  @Test
  void whatFollowsMasterIsForTheProgramThatMeasures() throws IOException {
    for (var argument : new String[] {"--help", "--threads", "--quick"}) {
      assertThat(program.run("bench", "master", argument)).isEqualTo(CommandFailed.FAILED);
      assertThat(program.err()).contains("benchmark/target/benchmark.jar", "it builds");
    }
    var jar = Files.createDirectories(folder.resolve("benchmark/target")).resolve("benchmark.jar");
    Files.writeString(jar, "no program");
    assertThat(program.run("bench", "master", "--help")).isEqualTo(1);
    assertThat(program.out()).isEmpty();
  }

  @Test
  void benchNamesEach() {
    assertThat(program.run("bench", "--help")).isZero();
    assertThat(program.out()).contains("chaos | events | master", "llama.cpp");
  }

  @ParameterizedTest
  @CsvSource({"chaos, --kill-every", "events, --lanes"})
  void eachSaysWhatItTakes(String name, String option) {
    assertThat(program.run("bench", name, "--help")).isZero();
    assertThat(program.out()).contains("Usage: ./octograph bench " + name, option, "--help");
  }

  @Test
  void withoutASubcommandItSaysWhichThereAre() {
    assertThat(program.run("bench")).isEqualTo(CommandFailed.USAGE);
    assertThat(program.err()).contains("Missing required subcommand");
  }
}
