package io.octograph.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.test.ScriptedServer;
import io.octograph.traversal.Decider;
import io.octograph.traversal.ScriptedDecider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compute, then explain in law: two workers one after the other, by HTTP. */
class TwoStepsTest {
  private static final String COMPUTED = "The penalty is 2 · 1350 = 2700 dollars.";
  private static final String EXPLAINED = "The statute punishes whoever keeps a deposit.";
  private static final String QUESTION =
      "What is 2 times 1350, and which law lets a tenant sue for that?";

  private final ScriptedWorkers workers =
      new ScriptedWorkers(
          TwoStepsTest::answer,
          reader -> reader.read(Path.of("src/test/resources/graphs/two-steps.yaml")));

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void theSecondWorkerIsToldWhatTheFirstAnswered() throws InterruptedException {
    var decider =
        new ScriptedDecider()
            .on("entry", "math_gpt 0.9: Compute twice 1350 dollars.")
            .after("math_gpt", "law_gpt 0.8: By which law may a tenant sue for 2700 dollars?");

    var json = ask(decider);

    assertThat(content(json)).isEqualTo(EXPLAINED);
    assertThat(json.path("octograph").path("path").valueStream().map(JsonNode::asText))
        .containsExactly("entry", "math_gpt", "entry", "law_gpt");
    assertThat(sent("math_gpt")).contains("Compute twice 1350 dollars.").doesNotContain(COMPUTED);
    assertThat(sent("law_gpt"))
        .contains("By which law may a tenant sue for 2700 dollars?", QUESTION, COMPUTED);
    assertThat(decider.asked().getLast().answers())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.node()).isEqualTo("math_gpt");
              assertThat(part.content()).isEqualTo(COMPUTED);
            });
    assertThat(decider.asked().getLast().among()).containsExactly("law_gpt");
  }

  @Test
  void whereTheAnswerSufficesItIsTheLast() throws InterruptedException {
    var decider = new ScriptedDecider().on("entry", "math_gpt 0.9").after("math_gpt", "finish");

    var json = ask(decider);

    assertThat(content(json)).isEqualTo(COMPUTED);
    var decisions = json.path("octograph").path("decisions");
    assertThat(decisions.valueStream().map(one -> one.path("kind").asText()))
        .containsExactly("calls", "finish");
    assertThat(workers.asked())
        .singleElement()
        .satisfies(asked -> assertThat(asked.path()).contains("math_gpt"));
  }

  private JsonNode ask(Decider decider) throws InterruptedException {
    var body = Json.object().putObject("octograph").put("receipt", true);
    var request = Json.object();
    request.set("octograph", body);
    request.putArray("messages").addObject().put("role", "user").put("content", QUESTION);
    var read = RequestBody.read(request.toString().getBytes(StandardCharsets.UTF_8));
    var chat = WholeChat.of(workers.walks(decider).of(RoutedRequest.read(read, workers.graph())));
    return Json.object(chat.json()).orElseThrow();
  }

  private static String content(JsonNode json) {
    return json.path("choices").path(0).path("message").path("content").asText();
  }

  /** The last message that a node was sent. */
  private String sent(String node) {
    var request =
        workers.asked().stream().filter(asked -> asked.path().contains(node)).toList().getLast();
    var messages = Json.object(request.text()).orElseThrow().path("messages");
    return messages.path(messages.size() - 1).path("content").asText();
  }

  private static void answer(ScriptedServer.Request request, ScriptedServer.Reply reply)
      throws IOException {
    var text = request.path().contains("math_gpt") ? COMPUTED : EXPLAINED;
    reply.json(
        200,
        "{\"choices\":[{\"message\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}"
            .formatted(text));
  }
}
