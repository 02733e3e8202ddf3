package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.Ports;
import io.octograph.graph.ReadyGraphs;
import io.octograph.test.AssistantServer;
import io.octograph.test.AssistantServer.Received;
import io.octograph.test.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ready agent as people start it: router, worker, and a service with its five functions. */
class AgentEndToEndTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aRequestToTheRouterCallsAFunction() throws IOException, InterruptedException {
    for (var module : new String[] {"router-function", "worker-function"}) {
      Needs.file(HOME.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    try (var assistant = AssistantServer.start()) {
      var graph = ReadyGraphs.yaml("agent").replace("http://localhost:9000", assistant.url() + "");
      Files.writeString(folder.resolve("agent.yaml"), graph);
      var ports = Ports.pick(2);
      var terminal = new Run(folder).context().terminal();
      var context = new Context(HOME, folder, new HashMap<>(), terminal);
      var file = folder.resolve("agent.yaml").toString();
      var functions = new Functions(context, file, ports.getFirst(), ports.getLast(), folder);
      try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
          var _ = functions.start(new Readiness(http))) {
        var query = "Put a dentist appointment in my calendar for Tuesday at 3pm.";
        var whole = ask(http, functions.router(), query, "\"octograph\":{\"receipt\":true}");
        assertThat(whole.statusCode()).as(whole.body()).isEqualTo(200);
        assertThat(assistant.received())
            .extracting(Received::line)
            .containsExactly(
                "POST /events"
                    + " {\"title\":\"dentist appointment\",\"date\":\"Tuesday\",\"time\":\"3pm\"}");
        var body = MAPPER.readTree(whole.body());
        assertThat(content(body)).contains("create_event was called with", "{\"id\":1}");
        assertThat(body.at("/octograph/functions/0/function/name").asText())
            .isEqualTo("create_event");
        assertThat(body.at("/octograph/calls/0/node").asText()).isEqualTo("assistant");

        var streamed =
            ask(http, functions.router(), "What's the weather in Oslo?", "\"stream\":true");
        assertThat(streamed.body())
            .contains("get_weather was called with", "\"functions\":[{", "data: [DONE]");
        assertThat(assistant.received().getLast().line()).isEqualTo("GET /weather/Oslo");

        assistant.next(AssistantServer.Trouble.status(500, "{}"));
        var failed = ask(http, functions.router(), query, "\"n\":1");
        assertThat(failed.statusCode()).as(failed.body()).isEqualTo(502);
        assertThat(MAPPER.readTree(failed.body()).at("/error/code").asText())
            .isEqualTo("function_failed");
        assertThat(assistant.received()).hasSize(3);
      }
    }
  }

  private static String content(JsonNode body) {
    return body.at("/choices/0/message/content").asText();
  }

  private static HttpResponse<String> ask(HttpClient http, URI router, String query, String more)
      throws IOException, InterruptedException {
    var body =
        "{\"model\":\"octograph\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],%s}"
            .formatted(query, more);
    return http.send(
        HttpRequest.newBuilder(router.resolve("/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
