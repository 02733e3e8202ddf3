package io.octograph.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.evaluation.chaos.Ended;
import io.octograph.evaluation.chaos.Question.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The walk by events through Knative's own broker, real processes and the bundled master. */
@TestInstance(Lifecycle.PER_CLASS)
class EventsEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Path folder;
  private Rig rig;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    // so short that the broker gives up a dead worker within 16 s
    rig =
        Rigs.start(
            folder,
            graph ->
                graph
                    .replace("deadline: 240s", "deadline: 45s")
                    .replace("worker: law_gpt,", "worker: law_gpt, fallback: [general_gpt],"));
  }

  @AfterAll
  void stop() {
    if (rig != null) {
      rig.close();
    }
  }

  @AfterEach
  void answerAgain() throws Exception {
    rig.model().say(echo -> echo);
    for (var name : rig.names()) {
      rig.process(name).again();
      rig.await(name);
    }
  }

  @Test
  void aQueryInBinaryModeEndsInOneAnswer() throws Exception {
    post(QueryEvent.of("binary", "What is the boiling point of water at 2 bar?"));

    var end = end("binary");
    assertThat(end.failed()).isFalse();
    assertThat(end.kinds()).containsExactly(Kind.SINGLE);
    assertThat(end.content()).contains("was asked: ");
    assertThat(end.event()).isEqualTo(end.data().path("traversal").asText() + "/0/0");
    assertThat(rig.collector().ends().get("binary")).hasSize(1);
  }

  @Test
  void aQueryInStructuredModeEndsInTheSameAnswer() throws Exception {
    var query = QueryEvent.of("structured", "Why is the sky blue?").at("physics_gpt");

    send(query.structured(rig.ingress()));

    var end = end("structured");
    assertThat(end.content()).isEqualTo("physics_gpt was asked: Why is the sky blue?");
    assertThat(end.nodes()).containsExactly("physics_gpt");
  }

  @Test
  void aQuestionThatAsksTwoThingsGoesToTwoWorkersAtOnce() throws Exception {
    post(
        QueryEvent.of(
            "parallel",
            "Why does a pendulum clock run slow in summer, and who first built one that sailors"
                + " could trust at sea?"));

    var end = end("parallel");
    assertThat(end.kinds()).contains(Kind.PARALLEL);
    assertThat(end.calls()).isEqualTo(2);
    assertThat(end.content()).contains("## physics_gpt", "## history_gpt");
  }

  @Test
  void aMasterBehindTheFirstDecidesAgain() throws Exception {
    post(QueryEvent.of("nested", "What are the symptoms of an iron deficiency?"));

    var end = end("nested");
    assertThat(end.kinds()).contains(Kind.NESTED);
    assertThat(end.nodes()).contains("entry", "health_gpt").hasSizeGreaterThan(2);
  }

  @Test
  void aWorkerWithANeighbourIsFollowedByIt() throws Exception {
    post(QueryEvent.of("steps", "What is a price elasticity of 0.4?").at("economics_gpt"));

    var end = end("steps");
    assertThat(end.kinds()).containsExactly(Kind.TWO_STEP);
    assertThat(end.nodes()).containsExactly("economics_gpt", "math_gpt");
    assertThat(end.content()).startsWith("math_gpt was asked: ").contains("elasticity of 0.4");
  }

  @Test
  void aDeadWorkersCallBecomesADeadLetterAndThenTheFallbacksCallOrAFailure() throws Exception {
    rig.process(workerOf("law_gpt")).kill();
    var other = neighbourOf("law_gpt");

    post(QueryEvent.of("fallback", "May I record a call?").at("law_gpt"));
    post(QueryEvent.of("no-fallback", "Who was that?").at(other));

    assertThat(end("fallback").content()).isEqualTo("general_gpt was asked: May I record a call?");
    assertThat(end("fallback").nodes()).containsExactly("general_gpt", "law_gpt");
    assertThat(end("no-fallback").failed()).isTrue();
    assertThat(end("no-fallback").reason()).contains(other);
    assertThat(rig.totals().get("deadLetters")).isPositive();
  }

  private String workerOf(String node) {
    return rig.nodes().entrySet().stream()
        .filter(each -> each.getValue().contains(node))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Another node of the same process, which has no fallback. */
  private String neighbourOf(String node) {
    return rig.nodes().get(workerOf(node)).stream()
        .filter(each -> !each.equals(node) && !each.equals("economics_gpt"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAnswerOfMoreThanAMegabyteComesThrough() throws Exception {
    rig.model().say(echo -> echo + " " + "长".repeat(500_000));

    post(QueryEvent.of("large", "How long?").at("physics_gpt"));

    var content = content(end("large"));
    assertThat(content).hasSize("physics_gpt was asked: How long? ".length() + 500_000);
  }

  /** Where the answer is too large for an event, the event says whose it is. */
  private String content(Ended end) throws Exception {
    if (end.data().has("content")) {
      return end.content();
    }
    var walk = get("/v1/queries/" + end.data().path("traversal").asText());
    return walk.path("answer").isTextual()
        ? walk.path("answer").asText()
        : walk.at("/answer/content").asText();
  }

  @Test
  void aQueryPostedToTheRouterShowsItsWalkWhileItRuns() throws Exception {
    var request =
        HttpRequest.newBuilder(rig.router().resolve("/v1/queries"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "front-door")
            .POST(BodyPublishers.ofString("{\"query\": \"Why do leaves turn red in autumn?\"}"))
            .build();
    var accepted = rig.http().send(request, BodyHandlers.ofString());
    assertThat(accepted.statusCode()).isEqualTo(202);
    var links = new ObjectMapper().readTree(accepted.body()).path("links");

    // the stream ends with the walk
    var events =
        rig.http()
            .send(
                HttpRequest.newBuilder(address(links.path("events").asText()))
                    .header("Accept", "text/event-stream")
                    .timeout(PATIENCE)
                    .build(),
                BodyHandlers.ofString())
            .body();

    assertThat(events).containsSubsequence("event: decided", "event: called", "event: done");
    assertThat(get(links.path("self").asText()).path("status").asText()).isEqualTo("done");
  }

  private URI address(String link) {
    return rig.router().resolve(link);
  }

  private JsonNode get(String link) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address(link)).build();
    return new ObjectMapper().readTree(rig.http().send(request, BodyHandlers.ofString()).body());
  }

  private void post(QueryEvent query) throws IOException, InterruptedException {
    send(query.binary(rig.ingress()));
  }

  private void send(HttpRequest request) throws IOException, InterruptedException {
    assertThat(rig.http().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
  }

  private Ended end(String question) throws IOException, InterruptedException {
    var end = rig.collector().await(question, PATIENCE);
    assertThat(end).as(() -> "no end of " + question + "\n" + logs()).isPresent();
    return end.get();
  }

  private String logs() {
    try {
      return Rigs.logs(folder);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
