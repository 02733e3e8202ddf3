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
  private final boolean sent;

  /** A call of which the server may have got all. */
  public CallFailure(Kind kind, String message) {
    this(kind, message, true);
  }

  /** A call of which the server may have got all, or, if not sent, surely got nothing. */
  public CallFailure(Kind kind, String message, boolean sent) {
    super(message, null, false, false);
    this.kind = kind;
    this.sent = sent;
  }

  /** Whether the server may have carried it out. */
  public boolean sent() {
    return sent;
  }

  public Kind kind() {
    return kind;
  }
}
