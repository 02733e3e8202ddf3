package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.CallFailure;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a worker function gave no answer.
 *
 * @param error what the client is told if this is what the walk comes to
 */
record WorkerFailure(ApiError error) {

  static WorkerFailure of(String node, CallFailure failure) {
    return switch (failure.kind()) {
      case UNREACHABLE -> failure(502, "worker_unreachable", node, failure.getMessage());
      case TIMEOUT -> failure(504, "worker_timeout", node, failure.getMessage());
      case CUT_OFF -> failure(502, "worker_cut_off", node, failure.getMessage());
    };
  }

  /** An answer with another status than 200; the worker has put the reason into words. */
  static WorkerFailure of(String node, int status, byte[] body, Optional<String> retryAfter) {
    JsonNode error = Json.object(body).map(json -> json.path("error")).orElse(Json.object());
    WorkerFailure failure =
        error.path("message").isTextual()
            ? said(status, error)
            : failure(
                status >= 500 || status < 400 ? 502 : status,
                "worker_refused",
                node,
                "the worker function answered with status " + status);
    return retryAfter
        .filter(wait -> wait.matches("\\d{1,6}"))
        .map(
            wait ->
                new WorkerFailure(
                    failure.error.retryAfter(Duration.ofSeconds(Long.parseLong(wait)))))
        .orElse(failure);
  }

  /** An error event in the middle of a stream. */
  static WorkerFailure said(JsonNode error) {
    return said(502, error);
  }

  static WorkerFailure cutOff(String node) {
    return failure(502, "worker_cut_off", node, "its stream ended in the middle of the answer");
  }

  static WorkerFailure garbage(String node) {
    return failure(502, "worker_garbage", node, "its answer is no chat completion");
  }

  /** Whether asking again later may help. */
  boolean passing() {
    return error.status() == 429 || error.status() >= 500;
  }

  /** Whether the request itself is to blame. */
  boolean theRequest() {
    return !passing();
  }

  private static WorkerFailure said(int status, JsonNode error) {
    return new WorkerFailure(
        new ApiError(
            status,
            error.path("code").asText("worker_error"),
            error.path("message").asText(),
            Optional.ofNullable(error.path("param").textValue()),
            Optional.empty()));
  }

  private static WorkerFailure failure(int status, String code, String node, String what) {
    String message = "Node %s did not answer: %s.".formatted(node, Words.clip(what, 200));
    return new WorkerFailure(ApiError.of(status, code, message));
  }
}
