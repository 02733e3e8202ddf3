package io.octograph.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a router where a question goes: {@code POST /v1/route}, with {@code "rewrite": false} where
 * one call is right. A further call is chosen after the first one's rewrite, so questions that ask
 * several things are asked whole.
 */
final class RouteClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http;
  private final URI route;

  RouteClient(HttpClient http, URI router) {
    this.http = http;
    this.route = URI.create(router.toString().replaceFirst("/+$", "") + "/v1/route");
  }

  /**
   * The nodes of the calls, in their order.
   *
   * @throws IOException where the router is away or refuses; the message is the router's own
   */
  List<String> nodes(Row row) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(route)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(row).toString()))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      String message = answer.at("/error/message").asText(response.body());
      throw new IOException("status " + response.statusCode() + ": " + message);
    }
    List<String> nodes = new ArrayList<>();
    answer.path("calls").forEach(call -> nodes.add(call.path("node").asText()));
    return nodes;
  }

  static ObjectNode body(Row row) {
    ObjectNode body = JSON.createObjectNode();
    if (row.history().isEmpty()) {
      body.put("query", row.query());
    } else {
      ArrayNode messages = body.putArray("messages").addAll(row.history());
      messages.addObject().put("role", "user").put("content", row.query());
    }
    return row.nodes().size() > 1 ? body : body.put("rewrite", false);
  }
}
