package io.octograph.evaluation.mmlu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.evaluation.metric.Score;
import io.octograph.evaluation.mmlu.Plan.Reads;
import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real HTTP server that says what a router would, so that every figure is known: its
 * general node says A, math_gpt says C, law_gpt says B, but A to what was rewritten.
 */
class MmluRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Question TORT = question("law_gpt", "What is a tort?", 'B');
  private static final Question SUM = question("math_gpt", "What is 2 + 2?", 'C');
  private static final Question RENT = question("math_gpt", "Who pays rent?", 'A');
  private static final Question REFUSED = question("law_gpt", "Refuse this.", 'B');
  private static final List<Question> ALL = List.of(TORT, SUM, RENT, REFUSED);

  private final AtomicBoolean busy = new AtomicBoolean();
  private ScriptedServer router;
  private String lawKind = "worker";

  @BeforeEach
  void start() {
    router = ScriptedServer.start(this::answer);
  }

  @AfterEach
  void stop() {
    router.close();
  }

  @Test
  void everySettingHasItsFigures() throws Exception {
    busy.set(true);
    AtomicInteger done = new AtomicInteger();

    MmluReport report = run(plan(0, Reads.QUESTION), Journal.inMemory(), done);

    assertThat(done).hasValue(4);
    assertThat(right(report))
        .isEqualTo(
            Map.of(
                Setting.ROUTED, new Score(2, 4),
                Setting.AS_ASKED, new Score(3, 4),
                Setting.ORACLE, new Score(3, 4),
                Setting.GENERAL, new Score(1, 4)));
    var routed = report.columns().get(Setting.ROUTED);
    assertThat(routed.againstGeneral()).contains(new Paired(1, 0, 4));
    assertThat(routed.tallies()).isEqualTo(new MmluReport.Tallies(0, 0, 0, 0, 1));
    assertThat(routed.usage().tokensIn()).isEqualTo(30);
    assertThat(routed.usage().tokensOut()).isEqualTo(6);
    assertThat(routed.usage().cost()).isCloseTo(0.75, within(1e-9));
    // the master of 0.1 G with law_gpt of 7, math_gpt of 1 and general_gpt of 0.5
    assertThat(routed.active().getAsDouble()).isCloseTo(8.8e9 / 3, within(1.0));
    var general = report.columns().get(Setting.GENERAL);
    assertThat(general.tallies()).isEqualTo(new MmluReport.Tallies(1, 1, 0, 0, 0));
    assertThat(general.active()).hasValue(5e8);
    assertThat(general.againstGeneral()).isEmpty();
    assertThat(report.columns().get(Setting.ORACLE).meanOfSubjects()).isCloseTo(0.75, within(1e-9));
    assertThat(report.decisions().right()).isEqualTo(new Score(2, 4));
    assertThat(report.decisions().byNode())
        .isEqualTo(Map.of("law_gpt", new Score(1, 2), "math_gpt", new Score(1, 2)));
    assertThat(report.decisions().rewritten()).isEqualTo(1);
    assertThat(report.errors()).isEqualTo(Map.of("status 400: I do not route that.", 2L));
    assertThat(report.guess()).isEqualTo(0.25);
    // the same request in two settings is sent once; one was refused first, as busy
    assertThat(sent("/v1/chat/completions")).hasSize(9 + 1);
  }

  @Test
  void mastersReadTheQuestionAloneAndWorkersTheWholePrompt() throws Exception {
    List<Question> examples =
        List.of(question("law_gpt", "Shown first.", 'D'), question("law_gpt", "Shown next.", 'A'));
    Plan plan = new Plan(2, examples, Optional.empty(), Reads.QUESTION, 16, false, 1);

    ask(plan, Journal.inMemory(), List.of(TORT), new AtomicInteger());

    assertThat(sent("/v1/route")).containsExactly(JSON.readTree("{\"query\":\"What is a tort?\"}"));
    JsonNode rewritten = sent("/v1/chat/completions").getFirst();
    assertThat(rewritten.path("model").asText()).isEqualTo("law_gpt");
    assertThat(rewritten.path("temperature").asInt()).isZero();
    assertThat(rewritten.path("max_tokens").asInt()).isEqualTo(16);
    assertThat(rewritten.at("/octograph/receipt").asBoolean()).isTrue();
    assertThat(rewritten.path("messages")).hasSize(1);
    assertThat(rewritten.at("/messages/0/content").asText())
        .startsWith(
            "The following are multiple choice questions (with answers) about law.\n\nShown")
        .contains("Shown first.\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer: D\n\nShown next.")
        .endsWith("\n\nExplain torts.\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:");
    assertThat(sent("/v1/chat/completions").get(1).at("/messages/0/content").asText())
        .endsWith("\n\nWhat is a tort?\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:");
  }

  @Test
  void mastersMayDecideByTheChoicesToo() throws Exception {
    ask(plan(0, Reads.CHOICES), Journal.inMemory(), List.of(TORT), new AtomicInteger());

    assertThat(sent("/v1/route"))
        .contains(
            JSON.readTree("{\"query\":\"What is a tort?\"}"),
            JSON.readTree(
                "{\"query\":\"What is a tort?\\nA. 1\\nB. 2\\nC. 3\\nD. 4\",\"rewrite\":false}"));
    // with choices it goes to math_gpt, and the rewrite on the way to law_gpt is not used there
    assertThat(sent("/v1/chat/completions").getFirst().path("model").asText())
        .isEqualTo("math_gpt");
    assertThat(sent("/v1/chat/completions").toString()).doesNotContain("Explain torts.");
  }

  @Test
  void aMasterOfTheFieldIsAskedForItsWorkerFirst() throws Exception {
    lawKind = "master";

    MmluReport report =
        ask(plan(0, Reads.QUESTION), Journal.inMemory(), List.of(TORT), new AtomicInteger());

    assertThat(sent("/v1/route"))
        .contains(
            JSON.readTree(
                "{\"query\":\"What is a tort?\",\"node\":\"law_gpt\",\"rewrite\":false}"));
    // law_gpt, now a master, sends it to math_gpt
    assertThat(report.columns().get(Setting.ORACLE).active()).hasValue(8e9);
  }

  @Test
  void aRunGoesOnWhereAnotherEnded(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("journal.jsonl");
    MmluReport first;
    try (Journal journal = Journal.open(file)) {
      first = run(plan(0, Reads.QUESTION), journal, new AtomicInteger());
    }
    int before = router.requests().size();

    try (Journal journal = Journal.open(file)) {
      MmluReport again = run(plan(0, Reads.QUESTION), journal, new AtomicInteger());

      assertThat(again.text()).isEqualTo(first.text());
    }
    // the graph, and the one question that was refused
    assertThat(router.requests()).hasSize(before + 2);
  }

  @Test
  void logprobsGoBeforeTheTextWhereThereAreSome() throws Exception {
    Plan plan = new Plan(0, List.of(), Optional.of("general_gpt"), Reads.QUESTION, 16, true, 1);

    MmluReport report = ask(plan, Journal.inMemory(), ALL, new AtomicInteger());

    assertThat(sent("/v1/chat/completions").getFirst().path("top_logprobs").asInt()).isEqualTo(20);
    // general_gpt says A, and holds C for likelier
    assertThat(report.columns().get(Setting.GENERAL).all()).isEqualTo(new Score(1, 4));
    assertThat(report.columns().get(Setting.GENERAL).tallies().byLogprobs()).isEqualTo(4);
    assertThat(report.columns().get(Setting.ORACLE).tallies().byLogprobs()).isZero();
    assertThat(report.text())
        .contains("letters by logprobs: routed 1, as asked 1, oracle 0, general 4");
  }

  @Test
  void aNodeThatTheGraphLacksIsNamedBeforeAnythingIsAsked() {
    Question stray = question("poetry_gpt", "Who wrote it?", 'A');

    assertThatThrownBy(
            () ->
                ask(
                    plan(0, Reads.QUESTION),
                    Journal.inMemory(),
                    List.of(stray),
                    new AtomicInteger()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no node poetry_gpt; it has: entry, law_gpt, math_gpt, general_gpt");
    assertThat(router.requests()).hasSize(1);
  }

  @Test
  void tellsTheSameToPeopleAndScripts() throws Exception {
    MmluReport report = run(plan(0, Reads.QUESTION), Journal.inMemory(), new AtomicInteger());

    assertThat(report.text())
        .contains("MMLU: 4 questions of 2 subjects, 0 shots, graph scripted version 3")
        .contains("general   the general node alone (general_gpt)")
        .containsPattern("(?m)^as asked +75\\.0 % \\[30\\.1, 95\\.4] +75\\.0 % +\\+50\\.0 \\[")
        .containsPattern("(?m)^guess +25\\.0 %$")
        .contains("answers cut off at 16 tokens: routed 0, as asked 0, oracle 0, general 1")
        .contains("all models of the graph together: 8.60B")
        .contains("right node 50.0 %")
        .contains("failed 2 ×: status 400: I do not route that.");
    JsonNode json = report.json();
    assertThat(json.at("/settings/as_asked/right").asInt()).isEqualTo(3);
    assertThat(json.at("/settings/as_asked/by_group/not of MMLU/of").asInt()).isEqualTo(4);
    assertThat(json.at("/settings/routed/against_general/better").asInt()).isEqualTo(1);
    assertThat(json.at("/settings/general/unread").asInt()).isEqualTo(1);
    assertThat(json.at("/parameters").asLong()).isEqualTo(8_600_000_000L);
    assertThat(json.at("/routing/right").asInt()).isEqualTo(2);
    assertThat(json.at("/questions/0/letters/routed").asText()).isEqualTo("A");
    assertThat(json.at("/questions/1/letters/general").isNull()).isTrue();
    assertThat(json.toString()).doesNotContain("tort");
  }

  private MmluReport run(Plan plan, Journal journal, AtomicInteger done) throws Exception {
    return ask(plan, journal, ALL, done);
  }

  private MmluReport ask(Plan plan, Journal journal, List<Question> questions, AtomicInteger done)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      // a clock that stands makes two runs' texts the same
      return new MmluRun(http, router.url(), journal, plan, InstantSource.fixed(Instant.EPOCH))
          .run(questions, count -> done.incrementAndGet());
    }
  }

  private static Plan plan(int shots, Reads reads) {
    return new Plan(shots, List.of(), Optional.empty(), reads, 16, false, 2);
  }

  private static Map<Setting, Score> right(MmluReport report) {
    return report.columns().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().all()));
  }

  private List<JsonNode> sent(String path) throws IOException {
    List<JsonNode> bodies = new ArrayList<>();
    for (Request request : router.requests()) {
      if (request.path().equals(path)) {
        bodies.add(JSON.readTree(request.text()));
      }
    }
    return bodies;
  }

  private static Question question(String node, String text, char answer) {
    return new Question(node.replace("_gpt", ""), node, text, List.of("1", "2", "3", "4"), answer);
  }

  // ---- the router

  private void answer(Request request, Reply reply) throws IOException {
    switch (request.path()) {
      case "/v1/graph" -> reply.json(200, graph());
      case "/v1/route" -> route(JSON.readTree(request.text()), reply);
      default -> {
        if (busy.getAndSet(false)) {
          reply.json(429, "{\"error\":{\"message\":\"Busy.\"}}", "Retry-After: 0");
        } else {
          reply.json(200, chat(JSON.readTree(request.text())));
        }
      }
    }
  }

  private String graph() {
    return """
        {"graph": "scripted", "version": 3, "entry": "entry", "parameters": 8600000000, "nodes": [
          {"name": "entry", "kind": "master", "default": "general_gpt", "parameters": 100000000},
          {"name": "law_gpt", "kind": "%s", "parameters": 7000000000},
          {"name": "math_gpt", "kind": "worker", "parameters": 1000000000},
          {"name": "general_gpt", "kind": "worker", "parameters": 500000000}]}
        """
        .formatted(lawKind);
  }

  private static void route(JsonNode body, Reply reply) throws IOException {
    String query = body.path("query").asText();
    if (query.startsWith("Refuse")) {
      reply.json(400, "{\"error\":{\"message\":\"I do not route that.\"}}");
      return;
    }
    boolean law = query.equals(TORT.text()) && !body.has("node");
    boolean rent = query.startsWith(RENT.text());
    String node = law ? "law_gpt" : rent ? "general_gpt" : "math_gpt";
    reply.json(
        200,
        """
        {"calls": [{"node": "%s", "rewritten": %s, "rewrite": "Explain torts.", "text": "%s"}],
         "path": ["%s", "%s"], "timings": {"first_token_ms": 10, "total_ms": 20,
         "prompt_tokens": 30, "rewrite_tokens": 5}}
        """
            .formatted(
                node,
                law,
                law ? "Explain torts." : "What went in.",
                body.path("node").asText("entry"),
                node));
  }

  private static String chat(JsonNode body) {
    String prompt = body.at("/messages/0/content").asText();
    String node = body.path("model").asText();
    String said =
        switch (node) {
          case "law_gpt" -> prompt.contains("\nExplain torts.") ? "The answer is A." : "(B)";
          case "math_gpt" -> "C. 3";
          default -> prompt.contains(SUM.text()) ? "Let us see, " : "A";
        };
    String logprobs =
        body.path("logprobs").asBoolean() && node.equals("general_gpt")
            ? "{\"content\": [{\"top_logprobs\": [{\"token\": \"A\", \"logprob\": -2},"
                + " {\"token\": \"C\", \"logprob\": -1}]}]}"
            : "null";
    return """
        {"choices": [{"message": {"content": "%s"}, "logprobs": %s, "finish_reason": "%s"}],
         "octograph": {"path": ["%s"], "calls": [{"node": "%s"}], "cost": 0.25,
          "usage": {"prompt_tokens": 10, "completion_tokens": 2}}}
        """
        .formatted(said, logprobs, said.startsWith("Let us") ? "length" : "stop", node, node);
  }
}
