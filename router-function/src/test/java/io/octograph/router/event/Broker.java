package io.octograph.router.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.Json;
import io.octograph.test.ScriptedServer.Request;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** One query's side of a broker: brings events to the router and looks at what came of them. */
final class Broker {
  /** What the sink got. */
  record Sent(Map<String, String> headers, JsonNode data) {
    String type() {
      return headers.get("ce-type").replace("io.octograph.", "");
    }

    String id() {
      return headers.get("ce-id");
    }

    String node() {
      return headers.getOrDefault("ce-node", "");
    }

    String traversal() {
      return headers.get("ce-traversal");
    }
  }

  final String id = UUID.randomUUID().toString();
  private int seen;

  /** Asks by an event. */
  Response ask(String data, String... more) {
    return deliver(headers("query", "/clients/test", id, more), data);
  }

  /** What came since the last look. */
  List<Sent> news() {
    List<Sent> all = all();
    List<Sent> news = all.subList(seen, all.size());
    seen = all.size();
    return news;
  }

  Sent next(String type) {
    List<Sent> news = news();
    assertThat(news).extracting(Sent::type).containsExactly(type);
    return news.getFirst();
  }

  List<Sent> all() {
    return EventWorld.sink.requests().stream()
        .filter(sent -> id.equals(sent.headers().get("ce-correlationid")))
        .map(Broker::sent)
        .toList();
  }

  /** A worker answers. */
  Response answer(Sent call) {
    String data =
        "{\"callId\":\"%s\",\"node\":\"%s\",\"content\":\"I am %s.\"}"
            .formatted(call.id(), call.node(), call.node());
    return deliver(from(call, "result"), data);
  }

  /** A worker says that it cannot. */
  Response fail(Sent call, String reason) {
    String data =
        "{\"id\":\"%s\",\"node\":\"%s\",\"reason\":\"%s\",\"passing\":false}"
            .formatted(call.id(), call.node(), reason);
    return deliver(from(call, "failed"), data);
  }

  /** An event that could not be delivered. */
  Response dead(Sent event, String code, String data) {
    Map<String, String> headers = new LinkedHashMap<>(event.headers());
    headers.keySet().removeIf(name -> !name.startsWith("ce-"));
    headers.putAll(death(code, data));
    return deliver(headers, Json.text(event.data()));
  }

  static Map<String, String> death(String code, String data) {
    String base64 = Base64.getEncoder().encodeToString(data.getBytes());
    return Map.of(
        "ce-knativeerrordest", "http://worker-physics.models.svc.cluster.local",
        "ce-knativeerrorcode", code,
        "ce-knativeerrordata", base64);
  }

  Map<String, String> from(Sent call, String type) {
    Map<String, String> headers =
        headers(type, "/octograph/events/" + call.node(), call.id(), "node", call.node());
    for (String name : List.of("graph", "graphversion", "traversal", "hop")) {
      headers.put("ce-" + name, call.headers().get("ce-" + name));
    }
    return headers;
  }

  Map<String, String> headers(String type, String source, String event, String... more) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-type", "io.octograph." + type);
    headers.put("ce-source", source);
    headers.put("ce-id", event);
    headers.put("ce-correlationid", id);
    for (int i = 0; i < more.length; i += 2) {
      headers.put("ce-" + more[i], more[i + 1]);
    }
    return headers;
  }

  static Response deliver(Map<String, String> headers, String data) {
    return RestAssured.given()
        .headers(headers)
        .contentType("application/json")
        .body(data)
        .post("/");
  }

  private static Sent sent(Request request) {
    return new Sent(request.headers(), Json.object(request.body()).orElseThrow());
  }

  static Stream<String> contents(List<Sent> sent) {
    return sent.stream().map(event -> event.data().path("content").asText());
  }
}
