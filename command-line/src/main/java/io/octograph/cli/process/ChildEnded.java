package io.octograph.cli.process;

import java.util.List;

/** A child ended, or never became ready. */
public final class ChildEnded extends Exception {
  private static final int INTERRUPTED = 130;

  private final int exitCode;

  ChildEnded(String what, Child child, int exitCode) {
    super(message(what, child));
    this.exitCode = exitCode;
  }

  /** It got the same Ctrl-C that we are getting, and that is no news. */
  public boolean interrupted() {
    return exitCode == INTERRUPTED;
  }

  private static String message(String what, Child child) {
    List<String> end = child.endOfLog(25);
    String log = child.launch().log().toString();
    return end.isEmpty()
        ? what + " It wrote nothing to " + log + "."
        : what + " The end of " + log + ":\n  " + String.join("\n  ", end);
  }
}
