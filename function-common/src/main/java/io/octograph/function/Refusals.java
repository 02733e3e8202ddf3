package io.octograph.function;

import io.octograph.openai.ApiError;

/** What to say where HTTP itself refuses a request. */
final class Refusals {
  private Refusals() {}

  static ApiError of(int status) {
    return switch (status) {
      case 400 -> ApiError.of(400, "bad_request", "The request cannot be read. Check its address.");
      case 404 ->
          ApiError.of(
              404, "unknown_url", "Nothing is at this address. GET /v1/models shows what to call.");
      case 405 -> ApiError.of(405, "method_not_allowed", "This address does not take this method.");
      case 406 -> ApiError.of(406, "not_acceptable", "This address answers with application/json.");
      case 413 -> ApiError.of(413, "body_too_large", "The body is too large. Send less text.");
      case 415 ->
          ApiError.of(
              415,
              "unsupported_media_type",
              "This address takes JSON. Send the header Content-Type: application/json.");
      case 499 -> ApiError.of(499, "client_closed_request", "The client has gone.");
      default ->
          status < 500
              ? ApiError.of(status, "bad_request", "The request was refused.")
              : ApiError.of(status, "internal_error", "Something failed here; the log has it.");
    };
  }

  static ApiError tooLarge(int megabytes) {
    return ApiError.of(
        413,
        "body_too_large",
        "The body is larger than " + megabytes + " MB. Send less text, or images by address.");
  }
}
