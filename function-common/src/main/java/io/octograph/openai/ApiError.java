package io.octograph.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * An error as OpenAI's clients read it: {@code {"error": {"message", "type", "param", "code"}}}.
 *
 * @param status HTTP status, 400 to 599
 * @param code machine-readable, e.g. {@code unknown_node}
 * @param message a sentence that names the value and the mend
 * @param param the field of the request at fault
 * @param retryAfter when it is worth trying again; a header of the same name
 */
public record ApiError(
    int status,
    String code,
    String message,
    Optional<String> param,
    Optional<Duration> retryAfter) {

  /** 400: a field of the request holds a value of the wrong type or out of range. */
  public static ApiError invalid(String param, String message) {
    return new ApiError(400, "invalid_value", message, Optional.of(param), Optional.empty());
  }

  /** 422: a field names something that does not exist. */
  public static ApiError unknown(String param, String code, String message) {
    return new ApiError(422, code, message, Optional.of(param), Optional.empty());
  }

  public static ApiError of(int status, String code, String message) {
    return new ApiError(status, code, message, Optional.empty(), Optional.empty());
  }

  public ApiError retryAfter(Duration wait) {
    return new ApiError(status, code, message, param, Optional.of(wait));
  }

  public ApiException exception() {
    return new ApiException(this);
  }

  /** OpenAI's word for the family of the status. */
  public String type() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  /** Whole seconds, rounded up, at least 1: what the header Retry-After takes. */
  public Optional<String> retryAfterSeconds() {
    return retryAfter.map(wait -> Long.toString(Math.max(1, (wait.toMillis() + 999) / 1000)));
  }

  public ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("message", message);
    error.put("type", type());
    error.put("param", param.orElse(null));
    error.put("code", code);
    return body;
  }

  public byte[] bytes() {
    return Json.bytes(json());
  }

  /** The last event of a stream that could not be finished; no {@code [DONE]} follows it. */
  public byte[] event() {
    return Completion.event(bytes());
  }
}
