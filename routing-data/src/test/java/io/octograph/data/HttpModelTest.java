package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.octograph.data.ModelFailed.Kind;
import io.octograph.test.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelTest {
  private static final Prompt PROMPT = new Prompt("be good", "write", 0.7, 3, 50);
  private static final String ANSWER =
      """
      {"choices":[{"message":{"content":"hello"},"finish_reason":"length"}],
       "usage":{"prompt_tokens":11,"completion_tokens":4}}""";

  private final Deque<ScriptedServer.Script> scripts = new ArrayDeque<>();
  private final ScriptedServer server =
      ScriptedServer.start(
          (request, reply) -> {
            ScriptedServer.Script next = scripts.size() > 1 ? scripts.pop() : scripts.peek();
            next.answer(request, reply);
          });
  private final List<Duration> pauses = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int retries = 2;
  private Budget budget = new Budget(new Budget.Most(100, 10_000), Usage.NONE);

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private String ask(URI endpoint, Duration timeout) throws ModelFailed, InterruptedException {
    Settings.Service usual = Samples.service(endpoint, Budget.Most.UNLIMITED);
    Settings.Patience patience =
        new Settings.Patience(timeout, retries, Duration.ofSeconds(2), 1, Budget.Most.UNLIMITED);
    Settings.Service service =
        new Settings.Service(endpoint, usual.model(), usual.key(), usual.extra(), patience);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    return new HttpModel(http, service, budget, pauses::add, clock).ask("writer", PROMPT);
  }

  private String ask() throws ModelFailed, InterruptedException {
    return ask(URI.create(server.url() + "/v1"), Duration.ofSeconds(20));
  }

  @Test
  void sendsWhatOpenAiWantsAndCountsWhatItUsed() throws Exception {
    scripts.add((request, reply) -> reply.json(200, ANSWER));
    assertThat(ask()).isEqualTo("hello");
    assertThat(server.last().path()).isEqualTo("/v1/chat/completions");
    assertThat(server.last().headers()).containsEntry("authorization", "Bearer secret-key");
    assertThat(Samples.json(server.last().text()))
        .isEqualTo(
            Samples.json(
                """
                {"model":"writer","stream":false,"messages":[
                  {"role":"system","content":"be good"},{"role":"user","content":"write"}],
                 "temperature":0.7,"max_tokens":50,"seed":3,"top_p":0.9}"""));
    assertThat(budget.used()).isEqualTo(new Usage(1, 11, 4));
  }

  @Test
  void waitsAsLongAsTheServiceSaysAndElseTwiceAsLongEachTime() throws Exception {
    scripts.add((request, reply) -> reply.json(429, "{}", "Retry-After: 7"));
    scripts.add((request, reply) -> reply.json(500, "{}"));
    scripts.add((request, reply) -> reply.json(200, ANSWER));
    assertThat(ask()).isEqualTo("hello");
    assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(7));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(budget.used().requests()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "html", "no choices", "slow", "half"})
  void triesAgainWhatMayPass(String fault) throws Exception {
    scripts.add((request, reply) -> misbehave(fault, reply));
    scripts.add((request, reply) -> reply.json(200, ANSWER));
    Duration timeout = fault.matches("slow|half") ? Duration.ofMillis(300) : Duration.ofSeconds(20);
    // on a busy machine a good answer may be late too
    retries = 20;
    assertThat(ask(URI.create(server.url() + "/v1"), timeout)).isEqualTo("hello");
    assertThat(pauses).isNotEmpty();
    assertThat(server.requests()).hasSizeGreaterThan(1);
  }

  private static void misbehave(String fault, ScriptedServer.Reply reply) throws IOException {
    switch (fault) {
      case "cut" -> reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":");
      case "html" -> reply.whole(200, "text/html", "<html>");
      case "no choices" -> reply.json(200, "{\"choices\":[]}");
      case "slow" -> reply.awaitHangUp();
      default -> {
        // the headers are there in time, the rest never comes
        reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":");
        reply.awaitHangUp();
      }
    }
  }

  @Test
  void givesUpAfterAllRetries() {
    scripts.add((request, reply) -> reply.json(503, "{\"error\":{\"message\":\"busy\"}}"));
    assertThatExceptionOfType(ModelFailed.class)
        .isThrownBy(this::ask)
        .withMessage("The service answered with status 503: busy")
        .matches(e -> e.kind() == Kind.PASSING);
    assertThat(server.requests()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "404", "422"})
  void givesUpAtOnceWhatWillNotPassAndHidesTheKey(int status) {
    scripts.add(
        (request, reply) ->
            reply.json(status, "{\"error\":{\"message\":\"bad key secret-key\\u001b[2J!\"}}"));
    assertThatExceptionOfType(ModelFailed.class)
        .isThrownBy(this::ask)
        .withMessage("The service answered with status %d: bad key … [2J!".formatted(status))
        .matches(e -> e.kind() == Kind.LASTING);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void saysWhenNobodyIsThere() {
    server.close();
    assertThatExceptionOfType(ModelFailed.class)
        .isThrownBy(this::ask)
        .withMessageStartingWith("No service answers at http://127.0.0.1:")
        .withMessageEndingWith("Check --endpoint.")
        .matches(e -> e.kind() == Kind.LASTING);
    assertThat(pauses).isEmpty();
  }

  @Test
  void asksNothingWithoutABudget() {
    budget = new Budget(new Budget.Most(2, 10_000), new Usage(2, 0, 0));
    assertThatExceptionOfType(ModelFailed.class)
        .isThrownBy(this::ask)
        .withMessage("The budget of 2 requests is used up.")
        .matches(e -> e.kind() == Kind.BUDGET);
    budget = new Budget(new Budget.Most(9, 100), new Usage(0, 40, 20));
    assertThatExceptionOfType(ModelFailed.class)
        .isThrownBy(this::ask)
        .withMessageStartingWith("The budget of 100 tokens has no room for another request: 60 are")
        .matches(e -> e.kind() == Kind.BUDGET);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://a:1/v1,http://a:1/v1/chat/completions",
    "http://a:1/v1/,http://a:1/v1/chat/completions",
    "http://a/x/chat/completions,http://a/x/chat/completions"
  })
  void knowsWhereToAsk(URI endpoint, URI completions) {
    assertThat(HttpModel.completions(endpoint)).isEqualTo(completions);
  }

  @Test
  void aServiceDoesNotPrintItsKey() {
    assertThat(Samples.service(server.url(), Budget.Most.UNLIMITED).toString())
        .doesNotContain("secret-key");
  }
}
