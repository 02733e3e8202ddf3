package io.octograph.worker.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Usage;

/** What a chat completion says, as far as a walk needs it. */
record Said(String content, String finishReason, Usage usage) {
  private static final int SHOWN = 300;

  /**
   * @throws CallException when there is no message in it; the server may do better next time
   */
  static Said read(String node, byte[] completion) throws CallException {
    var json = Json.object(completion).orElseGet(Json::object);
    var choice = json.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      throw new CallException(
          "Node %s did not answer: its answer has no message.".formatted(node), true);
    }
    return new Said(
        choice.path("message").path("content").asText(""),
        choice.path("finish_reason").asText(""),
        usage(json.path("usage")));
  }

  /** What the model's server said of the request itself; asking again would not change it. */
  static CallException refusal(String node, int status, byte[] body) {
    var error = Json.object(body).orElseGet(Json::object).path("error");
    var said = Words.clip(error.path("message").asText(error.asText("status " + status)), SHOWN);
    return new CallException("Node %s refused the call: %s".formatted(node, said), false);
  }

  private static Usage usage(JsonNode usage) {
    return new Usage(
        Math.max(0, usage.path("prompt_tokens").asLong()),
        Math.max(0, usage.path("completion_tokens").asLong()));
  }
}
