package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.ScriptedModel.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GRAPH =
      """
      graph: boats
      version: 1
      entry: entry
      nodes:
        - master: entry
          model: models/m
          edges: [knots_gpt, law_gpt, rest_gpt]
        - worker: knots_gpt
          description: Answers questions of knots and ropes.
          endpoints: embedded
          edges: [law_gpt]
        - worker: law_gpt
          description: Answers questions of the law of the sea.
          endpoints: embedded
        - worker: rest_gpt
          description: Answers what the others do not.
          endpoints: embedded
      """;

  @TempDir Path folder;
  private Run program;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("g.yaml"), GRAPH);
    program = new Run(folder);
  }

  private int data(ScriptedModel model, String... more) {
    return program.run(arguments(model.url().toString(), more));
  }

  private static String[] arguments(String endpoint, String... more) {
    List<String> arguments = new ArrayList<>();
    String fixed = "data --graph g.yaml --out my.jsonl --batch 3 --retry-wait 0 --endpoint ";
    arguments.addAll(List.of((fixed + endpoint).split(" ")));
    if (!Arrays.asList(more).contains("--rows")) {
      arguments.addAll(List.of("--rows", "20"));
    }
    arguments.addAll(Arrays.asList(more));
    return arguments.toArray(String[]::new);
  }

  private List<JsonNode> rows(String file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  /** Sixty rows, all of them different and as they should be. */
  private void assertWhole() throws IOException {
    List<JsonNode> rows = rows("my.jsonl");
    assertThat(rows).hasSize(60);
    var queries = new HashSet<String>();
    rows.forEach(row -> queries.add(row.path("query").asText()));
    assertThat(queries).hasSize(60);
    for (JsonNode row : rows) {
      assertThat(row.findValuesAsText("node"))
          .isNotEmpty()
          .allMatch(List.of("knots_gpt", "law_gpt", "rest_gpt", "none", "finish")::contains);
      String number = row.path("query").asText().replaceAll("\\D", "");
      boolean asks = !List.of("none", "finish").contains(row.path("node").asText());
      if (asks && !row.has("steps")) {
        assertThat(row.findValuesAsText("rewrite").toString()).contains(number);
      }
    }
  }

  @Test
  void writesEveryForm() throws IOException {
    program.environment.put("OCTOGRAPH_DATA_KEY", "secret-key");
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--languages", "en:2,zh", "--temperature", "0.7,1.0")).isZero();
      assertThat(model.keys).containsOnly("Bearer secret-key");
      assertThat(model.lists).hasValue(3);
    }
    assertWhole();
    Map<String, Integer> forms = new TreeMap<>();
    for (JsonNode row : rows("my.jsonl")) {
      List<String> keys = new ArrayList<>();
      row.fieldNames().forEachRemaining(keys::add);
      forms.merge(String.join(" ", keys), 1, Integer::sum);
    }
    assertThat(forms)
        .containsOnly(
            Map.entry("query node rewrite lang style", 47),
            Map.entry("query calls lang", 6),
            Map.entry("history query node rewrite lang style", 4),
            Map.entry("query steps node rewrite lang", 3));
    assertThat(rows("my.jsonl").stream().filter(row -> row.path("lang").asText().equals("zh")))
        .hasSizeBetween(18, 22);
    assertThat(program.out())
        .contains("single", "compound", "follow-up", "continuation", "none", "knots_gpt", "used ");
    assertThat(program.err()).contains("60 of 60 rows");
    String everything =
        program.out() + program.err() + Files.readString(folder.resolve("my.journal"));
    assertThat(everything).doesNotContain("secret-key");
  }

  @Test
  void bearsASloppyModel() throws IOException {
    Fault[] faults =
        Arrays.stream(Fault.values())
            .filter(fault -> fault != Fault.SLOW && fault != Fault.FORBIDDEN)
            .toArray(Fault[]::new);
    try (ScriptedModel model = new ScriptedModel(faults)) {
      assertThat(data(model)).as(program.err()).isZero();
    }
    assertWhole();
    assertThat(program.out())
        .contains("broken JSON", "exactly there already", "refused by the guard of rewrites")
        .contains("more rows than asked for", "unknown node, e.g. poetry_gpt", "another language")
        .contains("doubted by the second opinion");
    List<JsonNode> doubtful = rows("my.doubtful");
    assertThat(doubtful)
        .isNotEmpty()
        .allMatch(row -> row.at("/doubt/nodes/0").asText().equals("poetry_gpt"))
        .allMatch(row -> row.at("/doubt/rewrites").asText().equals("good"));
  }

  @Test
  void doesNotWaitForASlowModel() throws IOException {
    try (ScriptedModel model = new ScriptedModel(Fault.SLOW, Fault.NONE)) {
      assertThat(data(model, "--timeout", "1", "--retries", "20", "--concurrency", "16")).isZero();
    }
    assertWhole();
  }

  @Test
  void goesOnAfterItsBudget() throws IOException {
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--max-requests", "20", "--concurrency", "1")).isEqualTo(1);
      assertThat(model.requests()).isEqualTo(20);
      assertThat(program.err())
          .contains("The budget of 20 requests is used up.\nWhat is written stays;");
      int there = rows("my.jsonl").size();
      assertThat(there).isBetween(10, 30);

      assertThat(data(model, "--max-requests", "20")).isEqualTo(1);
      assertThat(model.requests()).isEqualTo(20);

      assertThat(data(model)).isZero();
      assertWhole();
      assertThat(model.lists).hasValue(3);

      int all = model.requests();
      assertThat(data(model)).isZero();
      assertThat(model.requests()).isEqualTo(all);
    }
  }

  @Test
  void keepsToItsTokens() throws IOException {
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--max-tokens", "9000")).isEqualTo(1);
      assertThat(model.requests() * 150).isLessThan(9000);
      assertThat(program.err()).contains("The budget of 9,000 tokens has no room");
    }
  }

  @Test
  void goesOnWhereItWasKilled() throws Exception {
    try (ScriptedModel model = new ScriptedModel()) {
      CompletableFuture<Process> started = new CompletableFuture<>();
      model.atOrder(
          () -> {
            if (model.orders.get() >= 8) {
              started.join().destroyForcibly();
            }
          });
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
      line.add(Main.class.getName());
      line.addAll(List.of(arguments(model.url().toString(), "--concurrency", "3")));
      started.complete(
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start());
      assertThat(started.join().waitFor()).isNotZero();
      List<String> before = Files.readAllLines(folder.resolve("my.jsonl"));
      assertThat(before).as(Files.readString(folder.resolve("log"))).hasSizeBetween(9, 59);

      model.atOrder(() -> {});
      assertThat(data(model)).isZero();
      assertWhole();
      assertThat(Files.readAllLines(folder.resolve("my.jsonl")))
          .startsWith(before.toArray(String[]::new));
      assertThat(model.lists).hasValue(3);
    }
  }

  @Test
  void writesNothingThatIsInOtherFiles() throws IOException {
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--rows", "6")).isZero();
    }
    Files.createDirectory(folder.resolve("other"));
    Files.move(folder.resolve("my.jsonl"), folder.resolve("other/rows.jsonl"));
    Files.delete(folder.resolve("my.journal"));
    // a new one begins with the same texts
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--against", "other", "--no-check")).isZero();
      assertThat(model.checks).hasValue(0);
    }
    assertWhole();
    assertThat(program.out()).contains("exactly there already");
    Files.write(
        folder.resolve("my.jsonl"),
        Files.readAllLines(folder.resolve("other/rows.jsonl")),
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(rows("my.jsonl").stream().map(row -> row.path("query").asText()).distinct())
        .hasSize(78);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPTY     | 60 rows are missing: 8 orders in a row brought none of their kind.",
        "ERROR     | The service answered with status 500: out of memory",
        "HTML      | The service answered with something that is not JSON.",
        "FORBIDDEN | The service answered with status 401: Wrong key: Bearer …",
      })
  void endsWithAReason(Fault fault, String reason) {
    program.environment.put("MY_KEY", "secret-key");
    try (ScriptedModel model = new ScriptedModel(fault)) {
      assertThat(data(model, "--retries", "1", "--key-env", "MY_KEY")).isEqualTo(1);
    }
    assertThat(program.err()).contains(reason).doesNotContain("secret-key");
    assertThat(program.out()).contains("0/");
  }

  @Test
  void keepsNothingWithoutTheSecondOpinionThatIsWanted() throws IOException {
    try (ScriptedModel model = new ScriptedModel()) {
      assertThat(data(model, "--checker", "unknown", "--concurrency", "1")).isEqualTo(1);
      assertThat(model.orders).hasValue(1);
    }
    assertThat(program.err()).contains("status 404: There is no model unknown.");
    assertThat(rows("my.jsonl")).isEmpty();
  }

  @Test
  void saysWhenNobodyAnswers() {
    String gone;
    try (ScriptedModel model = new ScriptedModel()) {
      gone = model.url().toString();
    }
    assertThat(program.run(arguments(gone))).isEqualTo(1);
    assertThat(program.err())
        .contains("No service answers at " + gone)
        .contains("Check --endpoint.");
  }

  @Test
  void saysAllThatIsWrongWithAGraph() throws IOException {
    Files.writeString(folder.resolve("g.yaml"), GRAPH.replaceAll("(?m)^    description: .*\n", ""));
    assertThat(program.run(arguments("http://localhost:1/v1"))).isEqualTo(2);
    assertThat(program.err())
        .contains("g.yaml [knots_gpt] The node has no description")
        .contains("g.yaml [law_gpt] The node has no description")
        .contains("g.yaml [rest_gpt] The node has no description");
    assertThat(folder.resolve("my.journal")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rows 0                        | --rows is 0; give a value from 1 to 100000.",
        "--temperature 0.5,3             | --temperature is 3; give a value from 0 to 2.",
        "--forms single,poem             | \"poem\" is no form of rows. There are: single,"
            + " compound,",
        "--languages english             | --languages has \"english\"; a language is two small"
            + " letters",
        "--styles loud                   | --styles has \"loud\". There are: short, question,",
        "--hard 2                        | --hard is 2; give a value from 0 to 1.",
        "--batch 50                      | --batch is 50; give a value from 1 to 20.",
        "--concurrency 0                 | --concurrency is 0; give a value from 1 to 256.",
        "--max-tokens 0                  | give 1 or more of each, or leave them out.",
        "--extra []                      | --extra is no JSON object; give e.g.",
        "--key-env NOPE                  | --key-env is NOPE, and there is no such variable",
        "--endpoint http://me:key@host/v1| --endpoint is no base address such as",
        "--against nowhere               | nowhere; give a path that is.",
        "--master law_gpt                | \"law_gpt\" is no master of the graph boats. Mend: Give"
            + " --master",
      })
  void saysWhatIsWrongWithItsArguments(String more, String message) {
    String endpoint = "http://localhost:1/v1";
    List<String> arguments = new ArrayList<>(List.of(arguments(endpoint)));
    List<String> given = List.of(more.strip().split(" "));
    int there = arguments.indexOf(given.getFirst());
    if (there >= 0) {
      arguments.subList(there, there + 2).clear();
    }
    arguments.addAll(given);
    assertThat(program.run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(program.err()).contains(message).doesNotContain("me:key");
  }
}
