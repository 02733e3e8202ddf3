package io.octograph.cli;

/** Ends a command with a sentence for the person at the terminal and no stack trace. */
public final class CommandFailed extends RuntimeException {
  /** The command ran and failed. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  private final int exitCode;

  CommandFailed(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
