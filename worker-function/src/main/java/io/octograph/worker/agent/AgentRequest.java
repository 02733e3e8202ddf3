package io.octograph.worker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Turn;
import java.util.List;

/**
 * What a request asks of an agent: the text of its last user turn. It may name no functions of its
 * own: an agent calls those of its graph.
 */
record AgentRequest(String text, boolean streamed, boolean usageAsked) {

  /**
   * Reads a request.
   *
   * @throws io.octograph.openai.ApiException 400 naming the field
   */
  static AgentRequest read(RequestBody body) {
    JsonNode tools = body.object().path("tools");
    if (tools.isArray() && !tools.isEmpty()) {
      String message = "tools names functions, but this node calls those of its graph alone.";
      throw ApiError.invalid("tools", message).exception();
    }
    body.number("n", 1, 1);
    List<Turn> turns = Turn.read(body);
    Turn last =
        turns.stream()
            .filter(turn -> turn.role().equals("user") && !turn.text().isBlank())
            .reduce((first, second) -> second)
            .orElseThrow(
                () -> ApiError.invalid("messages", "No user message has text.").exception());
    return new AgentRequest(
        last.text(),
        body.flag("stream").orElse(false),
        body.object().path("stream_options").path("include_usage").asBoolean());
  }
}
