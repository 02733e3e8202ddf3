package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.Ports;
import io.octograph.cli.process.Supervisor;
import io.octograph.test.Needs;
import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The experiment with the real functions and the bundled master: law and mathematics on a scripted
 * server, which knows the answer only where it is asked in the question's own words; biology on the
 * embedded model.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EvalMmluEndToEndTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> QUESTIONS =
      List.of(
          question("law", "law_gpt", "What is a tort in common law?", "B"),
          question(
              "law", "law_gpt", "Which court hears appeals against criminal convictions?", "B"),
          question("law", "law_gpt", "What must a contract have to be binding in court?", "A"),
          question("sums", "math_gpt", "What is the derivative of x^3 + 2x?", "C"),
          // its field is said to be mathematics, so that the oracle has it wrong
          question(
              "sums", "math_gpt", "May a landlord evict a tenant without a court order?", "B"));

  private Path folder;
  private ScriptedServer upstream;
  private Functions functions;
  private Supervisor supervisor;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    for (String module : List.of("router-function", "worker-function")) {
      Needs.file(HOME.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    this.folder = folder;
    upstream = ScriptedServer.start(EvalMmluEndToEndTest::answer);
    Path graph = Files.writeString(folder.resolve("exam.yaml"), graph(upstream.url().toString()));
    List<Integer> ports = Ports.pick(2);
    functions =
        new Functions(context(), graph.toString(), ports.getFirst(), ports.getLast(), folder);
    try (HttpClient http = Http.client()) {
      supervisor = functions.start(new Readiness(http));
    }
  }

  @AfterAll
  void stop() {
    if (supervisor != null) {
      supervisor.close();
    }
    if (upstream != null) {
      upstream.close();
    }
  }

  @Test
  void everySettingIsAsTheScriptedNodesMakeIt() throws Exception {
    JsonNode report = run("scripted", String.join("", QUESTIONS));

    JsonNode settings = report.path("settings");
    assertThat(letters(report, "general")).containsExactly("A", "A", "A", "A", "A");
    assertThat(letters(report, "oracle")).containsExactly("B", "B", "B", "C", "C");
    assertThat(letters(report, "as_asked")).containsExactly("B", "B", "B", "C", "B");
    assertThat(settings.at("/general/right").asInt()).isEqualTo(1);
    assertThat(settings.at("/oracle/right").asInt()).isEqualTo(3);
    assertThat(settings.at("/as_asked/right").asInt()).isEqualTo(4);
    assertThat(settings.at("/as_asked/against_general/better").asInt()).isEqualTo(4);
    assertThat(settings.at("/as_asked/against_general/worse").asInt()).isEqualTo(1);
    assertThat(report.at("/routing/right").asInt()).isEqualTo(4);
    int rewritten = 0;
    for (JsonNode asked : report.path("questions")) {
      boolean other = asked.path("rewritten").asBoolean();
      rewritten += other ? 1 : 0;
      assertThat(asked.at("/letters/routed").asText())
          .isEqualTo(other ? "A" : asked.at("/letters/as_asked").asText());
    }
    assertThat(report.at("/routing/rewritten").asInt()).isEqualTo(rewritten);
    // 100 tokens read at 1000 a million, 2 written at 2000
    assertThat(settings.at("/oracle/cost").asDouble()).isCloseTo(5 * 0.104, within(1e-9));
    assertThat(settings.at("/oracle/active_parameters").asDouble()).isEqualTo(7e9);
    assertThat(settings.at("/as_asked/active_parameters").asDouble()).isEqualTo(7_134_515_008.0);
    assertThat(settings.at("/general/active_parameters").isNull()).isTrue();
    assertThat(report.path("parameters").isNull()).isTrue();
  }

  @Test
  void theEmbeddedModelAnswersTheWholePrompt() throws Exception {
    String line = question("cells", "biology_gpt", "Which part of a plant cell makes sugar?", "C");
    Files.writeString(
        folder.resolve("solved.jsonl"),
        question("cells", "biology_gpt", "Which part of a cell holds its genes?", "A"));

    JsonNode report =
        run(
            "embedded",
            line,
            "--general",
            "biology_gpt",
            "--shots",
            "1",
            "--examples",
            "solved.jsonl");

    JsonNode general = report.at("/settings/general");
    assertThat(general.path("failed").asInt()).isZero();
    assertThat(general.path("tokens_in").asInt()).isGreaterThan(60);
    assertThat(general.path("tokens_out").asInt()).isBetween(1, 16);
    assertThat(general.path("active_parameters").asDouble()).isEqualTo(134_515_008.0);
    assertThat(general.path("right").asInt() + general.path("unread").asInt()).isBetween(0, 1);
    assertThat(report.path("shots").asInt()).isEqualTo(1);
  }

  private JsonNode run(String name, String lines, String... more) throws IOException {
    Files.writeString(folder.resolve(name + ".jsonl"), lines);
    List<String> arguments =
        new ArrayList<>(
            List.of("eval", "mmlu", "--file", name + ".jsonl", "--out", name + ".json"));
    arguments.addAll(List.of("--url", functions.router().toString()));
    arguments.addAll(List.of(more));
    assertThat(Main.run(context(), arguments.toArray(String[]::new))).isZero();
    return JSON.readTree(folder.resolve(name + ".json").toFile());
  }

  private Context context() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Context(HOME, folder, Map.of(), new Terminal(out, out, false));
  }

  private static List<String> letters(JsonNode report, String setting) {
    return report.path("questions").findValues("letters").stream()
        .map(letters -> letters.path(setting).asText())
        .toList();
  }

  private static String question(String subject, String node, String text, String answer) {
    return JSON.createObjectNode()
            .put("subject", subject)
            .put("node", node)
            .put("question", text)
            .put("answer", answer)
            .set("choices", JSON.valueToTree(List.of("one", "two", "three", "four")))
        + "\n";
  }

  private static String graph(String url) {
    String worker =
        """
          - worker: %s
            endpoints: [{url: "%s/v1", model: %s%s}]
            price: {input: 1000, output: 2000}
        """;
    return """
        graph: exam
        version: 1
        entry: entry
        nodes:
          - master: entry
            model: models/octopus-135m
            adapter: mmlu
            edges: [law_gpt, math_gpt, biology_gpt, general_gpt]
            default: general_gpt
          - worker: biology_gpt
            endpoints: embedded
        """
        + worker.formatted("law_gpt", url, "law", ", parameters: 7B")
        + worker.formatted("math_gpt", url, "math", ", parameters: 7B")
        + worker.formatted("general_gpt", url, "general", "");
  }

  private static void answer(Request request, Reply reply) throws IOException {
    JsonNode body = JSON.readTree(request.text());
    String prompt = body.path("messages").path(0).path("content").asText();
    boolean ownWords =
        QUESTIONS.stream()
            .anyMatch(line -> prompt.contains("\n\n" + text(line) + "\nA. one\nB. two\n"));
    String letter =
        switch (body.path("model").asText()) {
          case "law" -> ownWords ? "B" : "A";
          case "math" -> ownWords ? "C" : "A";
          default -> "A";
        };
    reply.json(
        200,
        """
        {"id": "1", "object": "chat.completion", "created": 1, "model": "m",
         "choices": [{"index": 0, "finish_reason": "stop",
          "message": {"role": "assistant", "content": "The answer is %s."}}],
         "usage": {"prompt_tokens": 100, "completion_tokens": 2, "total_tokens": 102}}
        """
            .formatted(letter));
  }

  private static String text(String line) {
    try {
      return JSON.readTree(line).path("question").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
