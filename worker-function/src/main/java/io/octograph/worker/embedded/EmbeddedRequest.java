package io.octograph.worker.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.graph.Worker;
import io.octograph.model.ChatRequest;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Turn;
import io.octograph.openai.Words;
import io.octograph.traversal.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request asks of an embedded model. It reads what the model can do and refuses what it
 * cannot (tools, JSON mode, images, several choices) rather than leave it out silently.
 */
record EmbeddedRequest(ChatRequest chat, boolean streamed, boolean usageAsked) {

  /**
   * Reads a request.
   *
   * @throws ApiException 400 naming the field
   */
  static EmbeddedRequest read(Worker node, RequestBody body) {
    refuse(body, "tools", value -> value.isArray() && value.isEmpty(), "call tools");
    refuse(body, "response_format", value -> is(value.path("type"), "text"), "promise a format");
    body.number("n", 1, 1);
    List<Message> messages = Turn.read(body).stream().map(EmbeddedRequest::message).toList();
    JsonNode options = body.object().path("stream_options");
    return new EmbeddedRequest(
        new ChatRequest(node.systemPrompt(), messages, sampling(body), node.name(), node.timeout()),
        body.flag("stream").orElse(false),
        options.path("include_usage").asBoolean());
  }

  private static ChatRequest.Sampling sampling(RequestBody body) {
    ChatRequest.Sampling usual = ChatRequest.Sampling.DEFAULT;
    int maxTokens =
        body.number("max_completion_tokens", 1, Integer.MAX_VALUE)
            .or(() -> body.number("max_tokens", 1, Integer.MAX_VALUE))
            .orElse(usual.maxTokens());
    return new ChatRequest.Sampling(
        maxTokens,
        body.decimal("temperature", 0, 2).orElse(usual.temperature()),
        body.decimal("top_p", Double.MIN_VALUE, 1).orElse(usual.topP()),
        stop(body.object().path("stop")),
        seed(body),
        body.decimal("repetition_penalty", 1, 2).orElse(usual.repetitionPenalty()));
  }

  private static OptionalLong seed(RequestBody body) {
    Optional<Integer> seed = body.number("seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
    return seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty();
  }

  private static List<String> stop(JsonNode stop) {
    if (stop.isMissingNode() || stop.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : stop.isArray() ? stop : List.of(stop)) {
      if (!text.isTextual() || text.textValue().isEmpty() || texts.size() == 4) {
        String wanted = "text, or a list of up to four texts";
        throw ApiError.invalid("stop", Words.wrong("stop", stop, wanted)).exception();
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  private static Message message(Turn turn) {
    if (!turn.plain()) {
      String at = "messages[" + turn.position() + "].content";
      throw cannot(at, "read anything but text");
    }
    String role =
        switch (turn.role()) {
          case "developer" -> "system";
          case "function" -> "tool";
          default -> turn.role();
        };
    return new Message(role, turn.text());
  }

  private static void refuse(
      RequestBody body,
      String field,
      java.util.function.Predicate<JsonNode> harmless,
      String what) {
    JsonNode value = body.object().path(field);
    if (!value.isMissingNode() && !value.isNull() && !harmless.test(value)) {
      throw cannot(field, what);
    }
  }

  private static ApiException cannot(String field, String what) {
    String message =
        "%s asks for more than this node's embedded model can do: it cannot %s. "
            + "Leave the field out, or give the node the endpoint of a larger model.";
    return ApiError.invalid(field, message.formatted(field, what)).exception();
  }

  private static boolean is(JsonNode value, String text) {
    return text.equals(value.textValue());
  }
}
