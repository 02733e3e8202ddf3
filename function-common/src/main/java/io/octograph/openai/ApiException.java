package io.octograph.openai;

/** Carries an {@link ApiError} to the door. Expected, so it has no stack trace. */
public final class ApiException extends RuntimeException {
  private final transient ApiError error;

  public ApiException(ApiError error) {
    super(error.status() + " " + error.code() + ": " + error.message(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
