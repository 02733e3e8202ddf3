package io.octograph.worker.agent;

import io.octograph.graph.Function;
import io.octograph.openai.ApiError;
import io.octograph.openai.CallFailure;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import java.util.List;
import java.util.Set;

/**
 * What a client is told of a function that gave no result. Whether the call may be made again hangs
 * on whether it may have been carried out: of all but {@link #UNAVAILABLE} nobody knows, or it was
 * refused for good.
 */
public final class FunctionFailures {
  /** The code of failures after which the call may be made again. */
  static final String UNAVAILABLE = "function_unavailable";

  private static final Set<String> LASTING =
      Set.of("function_failed", "function_timeout", "function_refused", "function_redirects");
  private static final int SHOWN = 300;

  private final String node;
  private final Function function;

  FunctionFailures(String node, Function function) {
    this.node = node;
    this.function = function;
  }

  /** Whether trying again would be wrong, though the status sounds as if it may help. */
  public static boolean lasting(ApiError error) {
    return LASTING.contains(error.code());
  }

  /** Of several calls of which none gave a result the one that forbids trying again. */
  static ApiError worst(List<Made> made) {
    List<ApiError> errors = made.stream().flatMap(one -> one.failure().stream()).toList();
    return errors.stream().filter(FunctionFailures::lasting).findFirst().orElse(errors.getFirst());
  }

  static ApiError cut(String node, String function) {
    return ApiError.of(
        422,
        "arguments_incomplete",
        "Node %s found no end of the arguments of %s; nothing was called. Ask for less at once."
            .formatted(node, function));
  }

  ApiError unaddressable(String what) {
    return error(422, "function_refused", "was not called: " + what);
  }

  ApiError of(CallFailure failure) {
    boolean again = !failure.sent() || harmless();
    return switch (failure.kind()) {
      case UNREACHABLE -> error(502, again ? UNAVAILABLE : "function_failed", said(failure));
      case TIMEOUT -> error(504, again ? UNAVAILABLE : "function_timeout", said(failure));
      case CUT_OFF -> error(502, again ? UNAVAILABLE : "function_failed", said(failure));
    };
  }

  /** An answer with another status than 2xx. */
  ApiError of(int status, String body) {
    String what = "failed: the server answered with status " + status;
    if (status >= 300 && status < 400) {
      return error(
          502, "function_redirects", what + "; redirects are not followed, check url in the graph");
    }
    if (status == 429 || status == 503) {
      return error(status, UNAVAILABLE, what);
    }
    if (status >= 500) {
      return error(502, harmless() ? UNAVAILABLE : "function_failed", what);
    }
    return switch (status) {
      case 401, 403, 407 ->
          error(502, "function_refused", what + "; check its api-key in the graph");
      case 405 -> error(502, "function_refused", what + "; check its method in the graph");
      default -> error(422, "function_refused", what + words(body));
    };
  }

  /** Asking twice changes no more than asking once. */
  private boolean harmless() {
    return function.action().method().equals("GET");
  }

  private static String said(CallFailure failure) {
    return "failed: " + failure.getMessage();
  }

  private static String words(String body) {
    var error = Json.object(body).orElseGet(Json::object);
    String message = error.path("error").path("message").asText(error.path("message").asText());
    return message.isBlank() ? "" : " and says: " + Words.clip(message, SHOWN);
  }

  private ApiError error(int status, String code, String what) {
    String end = what.endsWith(".") ? "" : ".";
    return ApiError.of(
        status,
        code,
        "The function %s of node %s %s%s".formatted(function.name(), node, what, end));
  }
}
