package io.octograph.worker.embedded;

import io.octograph.model.ModelException;
import io.octograph.model.OverloadedException;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import org.jboss.logging.Logger;

/** What a client is told when the embedded model does not answer. */
public final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);

  private Failures() {}

  public static ApiException exception(RuntimeException failure) {
    return switch (failure) {
      case ApiException known -> known;
      case OverloadedException busy ->
          ApiError.of(429, "overloaded", busy.getMessage())
              .retryAfter(busy.retryAfter())
              .exception();
      case IllegalArgumentException request ->
          ApiError.of(400, "invalid_value", request.getMessage()).exception();
      case ModelException model -> {
        LOG.error(model.getMessage(), model);
        yield ApiError.of(503, "model_unavailable", model.getMessage()).exception();
      }
      default -> {
        LOG.error("The embedded model failed in a way nobody foresaw", failure);
        yield ApiError.of(500, "internal_error", "The embedded model failed; the log has it.")
            .exception();
      }
    };
  }
}
