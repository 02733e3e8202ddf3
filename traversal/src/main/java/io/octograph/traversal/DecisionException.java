package io.octograph.traversal;

/** No decision could be made. The message is a sentence for the user. */
public final class DecisionException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean passing;

  /**
   * A decision that could not be made.
   *
   * @param message a sentence for the user
   * @param passing true when trying again later may help (a full queue), false when it will not
   */
  public DecisionException(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** A decision that could not be made, without a cause to show. */
  public DecisionException(String message, boolean passing) {
    this(message, passing, null);
  }

  /** True when trying again later may help. */
  public boolean passing() {
    return passing;
  }
}
