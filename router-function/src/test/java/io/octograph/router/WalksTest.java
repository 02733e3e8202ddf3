package io.octograph.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.ReadyGraphs;
import io.octograph.model.OverloadedException;
import io.octograph.openai.ApiException;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.test.ScriptedServer;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the bundled master cannot be relied upon to decide: several calls, and none at all. */
class WalksTest {
  private final ScriptedWorkers workers =
      new ScriptedWorkers(WalksTest::answer, reader -> ReadyGraphs.read("starter", reader));

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void putsSeveralAnswersUnderHeadingsAndSumsTheirUsage() throws InterruptedException {
    WholeChat chat = WholeChat.of(workers.walks(WalksTest::both).of(request(false)));
    var json = Json.object(chat.json()).orElseThrow();
    assertThat(json.path("choices").path(0).path("message").path("content").asText())
        .isEqualTo(
            "## math_gpt: Two plus 2?\n\nI am math_gpt.\n\n"
                + "## general_gpt: And a joke?\n\nI am general_gpt.");
    assertThat(json.path("usage").path("total_tokens").asInt()).isEqualTo(18);
    assertThat(json.path("model").asText()).isEqualTo("starter");
    assertThat(json.path("octograph").path("calls")).hasSize(2);
    assertThat(chat.headers())
        .containsEntry("x-octograph-node", "math_gpt,general_gpt")
        .containsEntry("x-octograph-token", "<a>,<b>");
    assertThat(workers.asked())
        .hasSize(2)
        .allSatisfy(sent -> assertThat(sent.text()).doesNotContain("tools"));
  }

  @Test
  void streamsSeveralAnswersInTheOrderOfTheQuery() throws InterruptedException {
    StringBuilder all = new StringBuilder();
    StringBuilder text = new StringBuilder();
    try (StreamedChat chat = StreamedChat.open(workers.walks(WalksTest::both).of(request(true)))) {
      for (Optional<byte[]> next = chat.next(); next.isPresent(); next = chat.next()) {
        String event = new String(next.get(), StandardCharsets.UTF_8);
        all.append(event);
        Json.object(event.substring(6))
            .ifPresent(
                chunk ->
                    text.append(
                        chunk.path("choices").path(0).path("delta").path("content").asText("")));
      }
    }
    assertThat(text)
        .hasToString(
            "## math_gpt: Two plus 2?\n\nI am math_gpt.\n\n"
                + "## general_gpt: And a joke?\n\nI am general_gpt.");
    assertThat(all.toString())
        .contains("\"finish_reason\":\"stop\"")
        .contains("\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":4,\"total_tokens\":18}")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void saysWhenToComeBackWhenTheMasterIsTooBusy() {
    Decider busy =
        (ask, early) -> {
          var cause = new OverloadedException("Too much to do.", Duration.ofSeconds(3));
          throw new DecisionException(cause.getMessage(), true, cause);
        };
    for (boolean streamed : new boolean[] {false, true}) {
      assertThatThrownBy(() -> chat(workers.walks(busy).of(request(streamed)), streamed))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> {
                assertThat(e.error().status()).isEqualTo(429);
                assertThat(e.error().retryAfter()).contains(Duration.ofSeconds(3));
              });
    }
    assertThatThrownBy(() -> workers.walks(busy).route(route()))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().status()).isEqualTo(429));
  }

  private static void chat(Walks.Walk walk, boolean streamed) throws InterruptedException {
    if (streamed) {
      StreamedChat.open(walk).close();
    } else {
      WholeChat.of(walk);
    }
  }

  private static Decision both(Ask ask, Consumer<Chosen> early) {
    return Decision.calls(
        List.of(
            new Chosen("math_gpt", "<a>", 0.9, "Two plus 2?"),
            new Chosen("general_gpt", "<b>", 0.8, "And a joke?")),
        List.of(new Choice("math_gpt", 0.9)),
        false,
        Decision.Times.UNKNOWN);
  }

  private RoutedRequest request(boolean streamed) {
    String json =
        """
        {"stream":%s,"stream_options":{"include_usage":true},"octograph":{"receipt":true},
         "tools":[],"messages":[{"role":"user","content":"What is two plus 2, and do you know a joke?"}]}
        """;
    return RoutedRequest.read(body(json.formatted(streamed)), workers.graph());
  }

  private RouteRequest route() {
    return RouteRequest.read(body("{\"query\":\"What?\"}"), workers.graph());
  }

  private static RequestBody body(String json) {
    return RequestBody.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(ScriptedServer.Request request, ScriptedServer.Reply reply)
      throws IOException {
    String text = "I am " + request.path().split("/")[2] + ".";
    String usage = "{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}";
    if (!request.text().contains("\"stream\":true")) {
      reply.json(
          200,
          "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":%s}"
              .formatted(text, usage));
      return;
    }
    reply.stream();
    for (String piece : new String[] {text.substring(0, 5), text.substring(5)}) {
      reply.piece("data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n".formatted(piece));
    }
    reply.piece("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    reply.piece("data: {\"choices\":[],\"usage\":%s}\n\ndata: [DONE]\n\n".formatted(usage));
    reply.end();
  }
}
