package io.octograph.traversal;

import io.octograph.graph.Rewrite;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Puts together what a worker is given in the place of the user's last turn. */
final class Texts {
  /** Longest answer that goes on to a later worker whole, in characters; head and tail beyond. */
  static final int LONGEST_ANSWER = 32_000;

  /** From here a query is a passage with a question in it: a rewrite goes before it. */
  private static final int PASSAGE = 240;

  private static final int PASSAGE_LINES = 8;

  /** A source that is quoted at this length is to be read, not to be told in other words. */
  private static final int PASSAGE_QUOTED = 60;

  private Texts() {}

  /**
   * A text that a rewrite cannot stand for: long, of many lines, with code blocks or a long
   * quotation.
   */
  static boolean passage(String text) {
    return text.codePointCount(0, text.length()) >= PASSAGE
        || text.lines().count() >= PASSAGE_LINES
        || Essentials.longestQuotation(text) >= PASSAGE_QUOTED
        || text.contains("```");
  }

  /**
   * What a worker gets.
   *
   * @param original the user's text
   * @param question what this branch has to answer: the original, or a nested master's rewrite
   * @param accepted the rewrite that the guard let pass; empty when there is none
   * @param keep true when no rewrite can stand for the original
   */
  static String compose(
      Rewrite policy, String original, String question, String accepted, boolean keep) {
    var asked = accepted.isEmpty() ? question : accepted;
    if (policy == Rewrite.OFF || asked.equals(original)) {
      return original;
    }
    boolean before = keep || (policy == Rewrite.PREFIX && !accepted.isEmpty());
    return before ? asked + "\n\n" + original : asked;
  }

  /** The text with the answers so far after it. */
  static String known(String text, List<Part> answers) {
    if (answers.isEmpty()) {
      return text;
    }
    return answers.stream()
        .map(part -> "## %s: %s\n\n%s".formatted(part.node(), part.question(), clip(part)))
        .collect(Collectors.joining("\n\n", text + "\n\nKnown so far:\n\n", ""));
  }

  private static String clip(Part part) {
    var content = part.content();
    if (content.length() <= LONGEST_ANSWER) {
      return content;
    }
    int half = LONGEST_ANSWER / 2;
    return content.substring(0, half) + "\n…\n" + content.substring(content.length() - half);
  }

  /** A duration for people: "60 s", "250 ms". */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** Why the steps failed, in one line. */
  static String reasons(List<Step> failures) {
    return failures.stream()
        .map(step -> step.node() + ": " + step.failure())
        .distinct()
        .collect(Collectors.joining(" "));
  }
}
