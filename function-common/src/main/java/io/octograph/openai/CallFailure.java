package io.octograph.openai;

/** A call to another server that brought no whole answer. */
public final class CallFailure extends Exception {
  /** What went wrong, which decides what may be done about it. */
  public enum Kind {
    /** No connection, or it broke before an answer began. */
    UNREACHABLE,
    /** Longer silence than allowed. */
    TIMEOUT,
    /** The answer began and broke off. */
    CUT_OFF
  }

  private final Kind kind;

  public CallFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
