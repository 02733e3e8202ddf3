package io.octograph.worker.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.CallFailure;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.worker.ChatAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a client is told when a model's server does not answer as it should. */
final class Refusal {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private Refusal() {}

  static ApiError of(String node, CallFailure failure) {
    return switch (failure.kind()) {
      case UNREACHABLE -> error(502, "upstream_unreachable", node, failure.getMessage());
      case TIMEOUT -> error(504, "upstream_timeout", node, failure.getMessage());
      case CUT_OFF -> error(502, "upstream_cut_off", node, failure.getMessage());
    };
  }

  static ApiError cutOff(String node) {
    return error(502, "upstream_cut_off", node, "the stream ended in the middle of the answer");
  }

  static ApiError garbage(String node, String what) {
    return error(502, "upstream_garbage", node, what);
  }

  static ApiError allResting(String node, Duration wait) {
    return error(503, "upstream_unavailable", node, "all endpoints failed lately and rest a while")
        .retryAfter(wait);
  }

  /** An error event, or an error in a body that came with status 200. */
  static ApiError said(String node, JsonNode error) {
    String text = error.path("message").asText(error.asText());
    return error(502, "upstream_error", node, "the server says: " + Words.clip(text));
  }

  /** What may be tried elsewhere, with the words for when nobody else is left. */
  static ApiError passing(String node, int status, Optional<Duration> retryAfter) {
    String what = "the server answered with status " + status;
    ApiError error =
        switch (status) {
          case 429 -> error(429, "upstream_rate_limit", node, what);
          case 503 ->
              error(503, "upstream_unavailable", node, what)
                  .retryAfter(retryAfter.orElse(Duration.ofSeconds(1)));
          case 504 -> error(504, "upstream_timeout", node, what);
          default -> error(502, "upstream_error", node, what);
        };
    return retryAfter.map(error::retryAfter).orElse(error);
  }

  /**
   * A status that trying again would not change. What the request is to blame for passes on with
   * the server's words; what our configuration is to blame for does not (the words may name a key).
   */
  static ChatAnswer lasting(String node, int status, byte[] body) {
    boolean theRequest = status >= 400 && status < 500 && !ours(status);
    if (theRequest && Json.object(body).filter(json -> json.has("error")).isPresent()) {
      return new ChatAnswer.Whole(status, body);
    }
    String what = "the server answered with status " + status;
    String mend =
        switch (status) {
          case 401, 403 -> "; check the node's api-key in the graph";
          case 404, 405 -> "; check the node's url and model in the graph";
          default -> "";
        };
    int ourStatus = theRequest ? status : status == 408 ? 504 : 502;
    String code = theRequest ? "upstream_refused_request" : "upstream_refused";
    throw error(ourStatus, code, node, what + mend).exception();
  }

  /** Seconds or a date, as HTTP allows both. */
  static Optional<Duration> retryAfter(Optional<String> header, InstantSource clock) {
    return header
        .flatMap(value -> parse(value.strip(), clock))
        .filter(wait -> !wait.isNegative())
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  private static Optional<Duration> parse(String value, InstantSource clock) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), date.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean ours(int status) {
    return switch (status) {
      case 401, 403, 404, 405, 407, 408 -> true;
      default -> false;
    };
  }

  private static ApiError error(int status, String code, String node, String what) {
    return ApiError.of(status, code, "Node %s did not answer: %s.".formatted(node, what));
  }
}
