package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphReaderTest {
  private static final String ONE_WORKER =
      "graph: g\nversion: 1\nentry: a\nnodes:\n  - worker: a\n    endpoints: embedded\n";

  static Stream<Path> valid() {
    return TestGraphs.files("/graphs/valid");
  }

  static Stream<Path> invalid() {
    return Stream.of("structure", "meaning", "syntax")
        .flatMap(kind -> TestGraphs.files("/graphs/invalid/" + kind));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsValidGraphs(Path file) {
    Graph graph = TestGraphs.reader().read(file);
    assertThat(graph.nodes()).isNotEmpty();
    assertThat(GraphChecker.check(graph)).isEmpty();
  }

  /** Each problem, in full, stands in the file {@code .problems} beside the graph. */
  @ParameterizedTest
  @MethodSource("invalid")
  void saysAllProblemsOfInvalidGraphs(Path file) {
    String name = file.getFileName().toString();
    String expected = TestGraphs.text(file.resolveSibling(name.replace(".yaml", ".problems")));
    String found =
        TestGraphs.problems(TestGraphs.text(file), name).stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(found).isEqualTo(expected).doesNotContain("sk-secret", "12345");
  }

  @ParameterizedTest
  @CsvSource({
    "http://router:9/{node}, http://router:9/a",
    "no address, http://localhost:8081",
    ", http://localhost:8081"
  })
  void aFileWithoutWorkersTakesThoseOfTheEnvironment(String variable, String url) {
    GraphReader reader =
        new GraphReader(
            name -> Optional.ofNullable(variable).filter(_ -> name.equals(GraphReader.WORKER_URL)));
    Graph graph = reader.read(ONE_WORKER, "one.yaml");
    assertThat(graph.workerUrl(graph.worker("a"))).hasToString(url);
  }

  @Test
  void readsEveryField() {
    Graph graph = TestGraphs.reader().read(valid("everything"));
    assertThat(graph.name()).isEqualTo("clinic");
    assertThat(graph.version()).isEqualTo(3);
    assertThat(graph.entry()).isEqualTo("entry");
    assertThat(graph.limits()).isEqualTo(new Limits(4, 5, Duration.ofMillis(500), 0.05));
    assertThat(graph.nodes().keySet())
        .containsExactly(
            "entry",
            "physics_gpt",
            "math_gpt",
            "calendar_agent",
            "health",
            "anatomy_gpt",
            "general_gpt",
            "writer");
    assertThat(graph.master("entry"))
        .isEqualTo(
            new Master(
                "entry",
                "Chooses.",
                "models/octopus-135m",
                Optional.of("mmlu"),
                List.of("physics_gpt", "health", "calendar_agent", "general_gpt"),
                Optional.of("general_gpt"),
                0.35,
                new ByWorker("writer")));
  }

  @Test
  void readsEveryFieldOfAWorker() {
    Graph graph = TestGraphs.reader().read(valid("everything"));
    assertThat(graph.worker("physics_gpt"))
        .isEqualTo(
            new Worker(
                "physics_gpt",
                "Answers questions of physics.\n\nReturns: an answer, which costs ${5}.\n",
                "With units.",
                "You are a physicist.",
                new Upstreams(
                    List.of(
                        new Endpoint(
                            URI.create("http://gpu-1:8000/v1"),
                            "physics-lora",
                            Optional.of(new Secret("sk-secret")),
                            2,
                            OptionalLong.of(3_800_000_000L)),
                        new Endpoint(
                            URI.create("http://gpu-2:8000/v1"),
                            "physics",
                            Optional.empty(),
                            1,
                            OptionalLong.empty()))),
                Rewrite.PREFIX,
                List.of("general_gpt"),
                Duration.ofSeconds(90),
                new Price(0.1, 0.3),
                new Scale(1, 20, 512, Metric.MEMORY),
                List.of("math_gpt", "general_gpt"),
                Optional.of("entry"),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(graph.worker("math_gpt").rewrite()).isEqualTo(Rewrite.OFF);
    assertThat(graph.worker("math_gpt").timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(graph.worker("math_gpt").model()).contains("models/other");
    assertThat(graph.worker("math_gpt").adapter()).contains("math");
  }

  @Test
  void readsFunctions() {
    Worker agent = TestGraphs.reader().read(valid("everything")).worker("calendar_agent");
    assertThat(agent.functions()).extracting(Function::token).containsExactly("<fn_0>", "<fn_1>");
    Function create = agent.functions().getFirst();
    assertThat(create.action())
        .isEqualTo(new Action("PUT", "http://calendar.test/events/{title}", Optional.empty()));
    assertThat(create.parameters())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\",\"maxLength\":100},"
                + "\"day\":{\"type\":\"string\"}},\"required\":[\"title\"],"
                + "\"additionalProperties\":false}");
    assertThat(agent.functions().get(1).action().method()).isEqualTo("POST");
    assertThat(agent.functions().get(1).parameters()).hasToString("{\"type\":\"object\"}");
  }

  @Test
  void fillsInDefaults() {
    Graph graph = TestGraphs.reader().read(valid("smallest"));
    assertThat(graph.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(graph.workers()).isEmpty();
    Worker worker = graph.worker("only");
    assertThat(worker.endpoints()).isEqualTo(new Embedded());
    assertThat(worker.rewrite()).isEqualTo(Rewrite.REPLACE);
    assertThat(worker.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(worker.price()).isEqualTo(Price.FREE);
    assertThat(worker.scale()).isEqualTo(Scale.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "60s,60000", "2m,120000", "1h,3600000", "1.5s,1500", "10 s,10000"})
  void readsDurations(String written, long millis) {
    Graph graph =
        TestGraphs.reader().read(ONE_WORKER + "    timeout: " + written + "\n", "test.yaml");
    assertThat(graph.worker("a").timeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "135M,135000000",
    "3.8B,3800000000",
    "1T,1000000000000",
    "134515008,134515008",
    "'7 B',7000000000"
  })
  void readsNumbersOfParameters(String written, long count) {
    String endpoint = "[{url: \"http://h:80/v1\", model: m, parameters: " + written + "}]";
    Graph graph = TestGraphs.reader().read(ONE_WORKER.replace("embedded", endpoint), "test.yaml");
    assertThat(graph.worker("a").endpoints())
        .isInstanceOfSatisfying(
            Upstreams.class,
            found -> assertThat(found.list().getFirst().parameters()).hasValue(count));
  }

  @Test
  void readsFilesOfWindows() {
    String windows = "\uFEFF" + ONE_WORKER.replace("\n", "\r\n") + "    description: 物理 🐙\r\n";
    Graph graph = TestGraphs.reader().read(windows.getBytes(StandardCharsets.UTF_8), "test.yaml");
    assertThat(graph.worker("a").description()).isEqualTo("物理 🐙");
  }

  @Test
  void secretsAreNeverPrinted() {
    Graph graph = TestGraphs.reader().read(valid("everything"));
    assertThat(graph.toString()).contains("physics-lora").doesNotContain("sk-secret");
  }

  @Test
  void refusesHugeFiles() {
    String huge = ONE_WORKER + "#".repeat(GraphReader.MAX_BYTES);
    assertThat(TestGraphs.problems(huge))
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("4,194,304");
  }

  @Test
  void refusesWhatIsNoTextFile(@TempDir Path folder) throws IOException {
    Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {'a', (byte) 0xc3, (byte) 0x28});
    Path absent = folder.resolve("absent.yaml");
    for (Path file : List.of(binary, absent, folder)) {
      assertThatThrownBy(() -> TestGraphs.reader().read(file))
          .isInstanceOf(InvalidGraphException.class)
          .hasMessageContaining("Mend: ");
    }
  }

  static Path valid(String name) {
    return valid().filter(file -> file.endsWith(name + ".yaml")).findFirst().orElseThrow();
  }
}
