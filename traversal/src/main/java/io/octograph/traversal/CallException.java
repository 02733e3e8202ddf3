package io.octograph.traversal;

/** A call without an answer, or with one that was cut off. The message is for the user. */
public final class CallException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean passing;

  /**
   * A call that failed.
   *
   * @param message a sentence for the user, without keys or inner addresses
   * @param passing true when trying again later may help (away, overloaded), false when it will not
   */
  public CallException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** A call that failed, without a cause to show. */
  public CallException(String message, boolean passing) {
    this(message, passing, null);
  }

  /** True when trying again later may help. */
  public boolean passing() {
    return passing;
  }
}
