package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.test.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

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
              program.run(
                  "eval",
                  "--file=rows.jsonl",
                  "--url=" + router.url(),
                  "--out=r.json",
                  "--html=r.html",
                  "--rewrites-out=w.jsonl"))
          .isZero();
      assertThat(router.bodies)
          .contains("{\"query\":\"1\",\"top\":100,\"rewrite\":false}")
          .contains("{\"query\":\"1\",\"top\":100}");
    }

    assertThat(program.out()).contains("routing accuracy   66.7 %").contains("2 of 3");
    JsonNode report = json("r.json");
    assertThat(report.at("/decisions/all/of").asInt()).isEqualTo(3);
    assertThat(report.at("/decisions/by/language/en/right").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("r.html"))).contains("<svg", "law_gpt");
    assertThat(Files.readAllLines(folder.resolve("w.jsonl")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("Differentiate x^3 and evaluate at x = 2."));
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

    assertThat(program.out()).contains("1 of 1");
  }

  @Test
  void severalFilesAreOneAndALimitIsSpreadOverThem() throws Exception {
    for (String file : List.of("a", "b")) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        lines.add("{\"query\":\"%s%d\",\"node\":\"math_gpt\"}".formatted(file, i));
      }
      Files.write(folder.resolve(file + ".jsonl"), lines);
    }
    Run program = new Run(folder);

    try (ScriptedRouter router = new ScriptedRouter()) {
      program.run("eval", "--file=a.jsonl", "--file=b.jsonl", "--limit=4", "--url=" + router.url());
      assertThat(router.bodies.stream().filter(body -> body.contains("query")))
          .extracting(body -> body.replaceAll("\\{\"query\":\"(..)\".*", "$1"))
          .containsExactlyInAnyOrder("a0", "a5", "b0", "b5");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--limit=3, eval needs rows; give --file FILE",
    "--file=none.jsonl, There is no file",
    "--file=. --limit=0, --limit is 0; give 1 or more",
    "--file=. --clients=0, --clients is 0; give 1 or more",
    "--file=. --robustness=-1, --robustness is -1; give 1 or more",
    "--file=., There is no row to ask",
    "--file=. --baselines=none, There is no file"
  })
  void whatMakesNoSenseIsSaid(String arguments, String complaint) throws Exception {
    Files.writeString(folder.resolve("README.md"), "no rows here");
    if (arguments.contains("--baselines")) {
      Files.writeString(folder.resolve("r.jsonl"), "{\"query\":\"1\",\"node\":\"math_gpt\"}");
    }
    Run program = new Run(folder);

    int code = program.run(("eval " + arguments).split(" "));

    assertThat(program.err()).contains(complaint);
    assertThat(code).isEqualTo(CommandFailed.USAGE);
  }

  @Test
  void aRouterThatGoesAwayIsNoWrongAnswer() throws Exception {
    List<String> lines = new ArrayList<>(List.of("{\"query\":\"gone\",\"node\":\"math_gpt\"}"));
    for (int i = 0; i < 20; i++) {
      lines.add("{\"query\":\"%d\",\"node\":\"math_gpt\"}".formatted(i));
    }
    Files.write(folder.resolve("r.jsonl"), lines);
    Run program = new Run(folder);

    try (ScriptedRouter router = new ScriptedRouter()) {
      int code = program.run("eval", "--file=r.jsonl", "--url=" + router.url());

      assertThat(program.err()).contains("No router answers at " + router.url());
      assertThat(code).isEqualTo(CommandFailed.FAILED);
      assertThat(program.out()).doesNotContain("routing accuracy");
    }
  }

  /** Real functions, the bundled master, all there is to measure; and a lone row that is none's. */
  @Test
  void measuresTheBundledMaster() throws Exception {
    for (String module : List.of("router-function", "worker-function")) {
      Needs.file(HOME.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    Files.write(folder.resolve("learn.jsonl"), rows(2, 40));
    List<String> asked = new ArrayList<>(rows(7, 20));
    asked.add(
        "{\"query\":\"How long does a stone fall from 20 m?\",\"steps\":"
            + "[{\"node\":\"physics_gpt\",\"answer\":\"2.02 s\"}],\"node\":\"finish\"}");
    Files.write(folder.resolve("ask.jsonl"), asked);
    Run program = new Run(HOME, folder);

    int code =
        program.run(
            "eval",
            "--file=ask.jsonl",
            "--graph=mmlu",
            "--robustness=1",
            "--baselines=learn.jsonl",
            "--out=r.json",
            "--html=r.html");

    assertThat(code).as(program.err()).isZero();
    assertThat(program.err()).doesNotContain("please report");
    JsonNode report = json("r.json");
    assertThat(report.at("/decisions/all/of").asInt()).isEqualTo(20);
    assertThat(report.at("/decisions/all/accuracy").asDouble()).isGreaterThan(0.5);
    assertThat(report.at("/decisions/top3/right").asInt())
        .isGreaterThanOrEqualTo(report.at("/decisions/all/right").asInt());
    assertThat(report.at("/calls/continuations/of").asInt()).isEqualTo(1);
    assertThat(report.at("/traffic/errors")).isEmpty();
    assertThat(report.at("/traffic/decision/p50").asInt()).isPositive();
    assertThat(report.at("/more/baselines")).hasSize(2);
    assertThat(report.at("/more/robustness/lines").size()).isGreaterThan(10);
    assertThat(program.out()).contains("in other words", "TF-IDF + linear SVM");
  }

  /** So many rows of a few nodes, every so-and-so-many-th of their files. */
  private static List<String> rows(int every, int count) throws IOException {
    List<String> rows = new ArrayList<>();
    for (String node : List.of("physics_gpt", "law_gpt", "health_gpt", "math_gpt")) {
      List<String> lines =
          Files.readAllLines(HOME.resolve("training/data").resolve(node + ".jsonl"));
      for (int i = 0; i < count / 4; i++) {
        rows.add(lines.get(i * every));
      }
    }
    return rows;
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }
}
