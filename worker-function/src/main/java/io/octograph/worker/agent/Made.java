package io.octograph.worker.agent;

import io.octograph.model.master.FunctionDecider.Called;
import io.octograph.openai.ApiError;
import java.util.Optional;

/**
 * A call and what came of it.
 *
 * @param id of the call
 * @param status of the function's answer; 0 where there is none
 * @param type of what it returned, a media type; may be empty
 * @param result what it returned; may be empty
 * @param failure why there is no result
 * @param millis what it took
 */
record Made(
    Called called,
    String id,
    int status,
    String type,
    String result,
    Optional<ApiError> failure,
    long millis) {

  static Made failed(Called called, String id, int status, ApiError failure, long millis) {
    return new Made(called, id, status, "", "", Optional.of(failure), millis);
  }
}
