package io.octograph.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a router where a question goes: {@code POST /v1/route}. */
final class RouteClient {
  /** All choices: the whole distribution is what calibration looks at. */
  private static final int TOP = 100;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http;
  private final URI router;
  private final URI route;

  RouteClient(HttpClient http, URI router) {
    this.http = http;
    this.router = router;
    this.route = URI.create(router.toString().replaceFirst("/+$", "") + "/v1/route");
  }

  /**
   * Asks.
   *
   * @throws RouterAway where nobody listens at its address
   * @throws IOException where the router refuses or breaks off; the message is the router's own
   */
  Reply ask(Asking asking) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(route)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(asking).toString()))
            .build();
    var response = send(request);
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      String message = answer.at("/error/message").asText(response.body());
      throw new IOException("status " + response.statusCode() + ": " + message);
    }
    return reply(answer);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new RouterAway(router, e);
    }
  }

  private static Reply reply(JsonNode answer) {
    List<Reply.Call> calls = new ArrayList<>();
    for (JsonNode call : answer.path("calls")) {
      calls.add(
          new Reply.Call(
              call.path("node").asText(),
              call.path("token").asText(),
              call.path("probability").asDouble(),
              call.path("rewrite").asText(),
              call.path("rewritten").asBoolean(),
              call.path("reason").asText()));
    }
    List<Reply.Choice> top = new ArrayList<>();
    for (JsonNode choice : answer.path("top")) {
      top.add(
          new Reply.Choice(choice.path("node").asText(), choice.path("probability").asDouble()));
    }
    List<String> path = new ArrayList<>();
    answer.path("path").forEach(node -> path.add(node.asText()));
    return new Reply(calls, top, path);
  }

  static ObjectNode body(Asking asking) {
    Row row = asking.row();
    ObjectNode body = JSON.createObjectNode();
    if (row.history().isEmpty()) {
      body.put("query", row.query());
    } else {
      ArrayNode messages = body.putArray("messages").addAll(row.history());
      messages.addObject().put("role", "user").put("content", row.query());
    }
    if (!row.steps().isEmpty()) {
      ArrayNode answers = body.putArray("answers");
      row.steps()
          .forEach(
              step -> answers.addObject().put("node", step.node()).put("content", step.answer()));
    }
    body.put("top", TOP);
    return asking.whole() ? body : body.put("rewrite", false);
  }
}
