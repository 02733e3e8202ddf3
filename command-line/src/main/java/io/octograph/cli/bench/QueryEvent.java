package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/**
 * A query as an event.
 *
 * @param id the event's, and its correlationid
 * @param data as the event contract has it
 */
public record QueryEvent(String id, JsonNode data) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TYPE = "io.octograph.query";
  private static final String SOURCE = "/octograph/bench";

  /** A question to the graph's entry. */
  public static QueryEvent of(String id, String question) {
    return new QueryEvent(id, JSON.createObjectNode().put("query", question));
  }

  /** The same question to this node. */
  public QueryEvent at(String node) {
    return new QueryEvent(id, ((ObjectNode) data.deepCopy()).put("node", node));
  }

  /** As a request in binary mode: attributes in headers. */
  public HttpRequest binary(URI ingress) {
    return request(ingress)
        .header("Content-Type", "application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", TYPE)
        .header("ce-source", SOURCE)
        .header("ce-id", id)
        .header("ce-correlationid", id)
        .POST(BodyPublishers.ofString(data.toString()))
        .build();
  }

  /** As a request in structured mode: all in the body. */
  public HttpRequest structured(URI ingress) {
    var event =
        JSON.createObjectNode()
            .put("specversion", "1.0")
            .put("type", TYPE)
            .put("source", SOURCE)
            .put("id", id)
            .put("correlationid", id)
            .put("datacontenttype", "application/json");
    event.set("data", data);
    return request(ingress)
        .header("Content-Type", "application/cloudevents+json")
        .POST(BodyPublishers.ofString(event.toString()))
        .build();
  }

  private static HttpRequest.Builder request(URI ingress) {
    return HttpRequest.newBuilder(ingress).timeout(PATIENCE);
  }
}
