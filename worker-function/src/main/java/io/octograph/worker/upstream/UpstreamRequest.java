package io.octograph.worker.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.octograph.graph.Endpoint;
import io.octograph.graph.Worker;
import io.octograph.openai.BodyEdit;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A client's request as an endpoint gets it: only {@code model} is rewritten, and the node's system
 * prompt goes first where the client gives none; all else passes byte for byte. Of the client's
 * headers none is sent on, its Authorization least of all.
 */
record UpstreamRequest(URI url, Map<String, String> headers, byte[] body) {
  private static final Set<String> SYSTEM_ROLES = Set.of("system", "developer");

  static UpstreamRequest of(Worker node, Endpoint endpoint, RequestBody body, boolean streamed) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", streamed ? "text/event-stream" : "application/json");
    endpoint.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key.value()));
    return new UpstreamRequest(chat(endpoint.url()), headers, edited(node, endpoint, body));
  }

  /** The graph gives a base address as OpenAI's clients take it, usually ending in {@code /v1}. */
  private static URI chat(URI base) {
    String address = base.toString().replaceFirst("/+$", "");
    boolean bare = base.getRawPath() == null || base.getRawPath().matches("/*");
    return URI.create(address + (bare ? "/v1" : "") + "/chat/completions");
  }

  private static byte[] edited(Worker node, Endpoint endpoint, RequestBody body) {
    BodyEdit edit = body.edit().set("model", TextNode.valueOf(endpoint.model()));
    JsonNode messages = body.object().path("messages");
    boolean told =
        StreamSupport.stream(messages.spliterator(), false)
            .anyMatch(message -> SYSTEM_ROLES.contains(message.path("role").asText()));
    if (!told && !node.systemPrompt().isBlank()) {
      edit.insertFirst(
          "messages",
          Json.object().put("role", "system").put("content", node.systemPrompt().strip()));
    }
    return edit.bytes();
  }
}
