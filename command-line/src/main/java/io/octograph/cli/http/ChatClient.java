package io.octograph.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks the router for a streamed chat completion with its receipt. */
public final class ChatClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI completions;

  public ChatClient(HttpClient http, URI router) {
    this.http = http;
    this.completions =
        URI.create(router.toString().replaceFirst("/+$", "") + "/v1/chat/completions");
  }

  /**
   * Puts one question and returns when the answer is complete.
   *
   * @param model {@code octograph}, the name of a graph, or the name of a node
   * @throws RouterFailed where the router refuses, reports an error in the stream, or breaks off
   * @throws IOException where nothing answers
   */
  public void ask(String model, String question, AnswerListener listener)
      throws IOException, InterruptedException, RouterFailed {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", true);
    body.putArray("messages").addObject().put("role", "user").put("content", question);
    body.putObject("octograph").put("receipt", true);
    HttpRequest request =
        HttpRequest.newBuilder(completions)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new RouterFailed(refusal(response));
    }
    try (var events = new ServerSentEvents(response.body())) {
      read(events, listener);
    }
  }

  private static void read(ServerSentEvents events, AnswerListener listener) throws RouterFailed {
    try {
      for (var data = events.next(); data.isPresent(); data = events.next()) {
        if (data.get().equals("[DONE]")) {
          return;
        }
        chunk(JSON.readTree(data.get()), listener);
      }
    } catch (JsonProcessingException e) {
      throw new RouterFailed("The router sent a chunk that is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new RouterFailed("The answer broke off: " + e.getMessage() + ". Ask again.");
    }
    throw new RouterFailed("The answer broke off before its end. Ask again.");
  }

  private static void chunk(JsonNode chunk, AnswerListener listener) throws RouterFailed {
    if (chunk.has("error")) {
      throw new RouterFailed(message(chunk).orElseGet(chunk::toString));
    }
    if (chunk.path("octograph").isObject()) {
      listener.octograph(chunk.get("octograph"));
    }
    String text = chunk.at("/choices/0/delta/content").asText("");
    if (!text.isEmpty()) {
      listener.text(text);
    }
  }

  private static String refusal(HttpResponse<InputStream> response) throws IOException {
    String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    Optional<String> message;
    try {
      message = message(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      message = Optional.empty();
    }
    return message.orElse("The router answered with status " + response.statusCode() + ": " + body);
  }

  /** The message of an error in OpenAI's shape. */
  private static Optional<String> message(JsonNode json) {
    return Optional.ofNullable(json.at("/error/message").textValue());
  }
}
