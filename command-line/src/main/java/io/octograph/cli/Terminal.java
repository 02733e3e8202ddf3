package io.octograph.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The two streams of a command. Answers go to {@code out}; progress and complaints go to {@code
 * err}.
 *
 * @param interactive a person watches: progress may rewrite its line, names may be bold
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive) {
  private static final int WIDTH = 76;

  static Terminal system(Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM")) || environment.containsKey("NO_COLOR");
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.console() != null && System.console().isTerminal() && !dumb);
  }

  /** Shows what is going on, in one line that the next one replaces. */
  void progress(String text) {
    if (interactive) {
      String shown = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      err.print("\r\u001b[K" + shown);
      err.flush();
    }
  }

  /** Takes the progress line away. */
  void clear() {
    if (interactive) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  /** A line for a person, beside the answer. */
  void note(String line) {
    clear();
    err.println(line);
  }

  String bold(String text) {
    return interactive ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /**
   * Text of a model without the control characters that could move the cursor or rewrite what
   * stands above; line breaks and tabs stay.
   */
  static String safe(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
