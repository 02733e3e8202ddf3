package io.octograph.traversal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides whether a master's rewrite may stand for the question. A refusal costs little, as the
 * original goes out; a lost number costs the answer. So it is strict on what can be checked
 * (numbers, formulas, code, quotations, names, language, length) and silent on style.
 *
 * <p>Pure: text in, objections out. An objection is a sentence for the receipt.
 */
public final class RewriteGuard {
  /** A rewrite may always have this many characters, ... */
  static final int FREE_LENGTH = 400;

  /** ... and beyond that this many times as many as the question. */
  static final int GROWTH = 2;

  /** What masters and chat templates use as tokens: {@code <|im_end|>}, {@code <nexa_4>}. */
  private static final Pattern SPECIAL =
      Pattern.compile(
          "<\\|[^<>|\\s]{1,40}\\|>|<[a-z]+_(\\d{1,4}|end)>|</?s>|<(pad|unk|none|finish)>");

  private RewriteGuard() {}

  /**
   * Checks the rewrites of one decision.
   *
   * @param question what the master decided
   * @param context what else the master knew: earlier turns, answers so far; may be empty
   * @param rewrites one per call, in order; they share the question, so that what must survive may
   *     stand in any of them
   * @param survive false where the original goes out beside the rewrite anyway: then only form,
   *     language and length are looked at
   * @return one objection per rewrite, empty where it may go out
   */
  public static List<String> objections(
      String question, String context, List<String> rewrites, boolean survive) {
    var objections = new ArrayList<String>();
    for (var rewrite : rewrites) {
      var objection = form(question, context, rewrite);
      objections.add(
          objection.isEmpty() ? invented(question + "\n" + context, rewrite) : objection);
    }
    if (survive && objections.stream().allMatch(String::isEmpty)) {
      var lost = Essentials.of(question).lostIn(String.join("\n", rewrites));
      if (!lost.isEmpty()) {
        var sentence = "The rewrite lost %s.".formatted(lost);
        return Collections.nCopies(rewrites.size(), sentence);
      }
    }
    return List.copyOf(objections);
  }

  /** Checks a single rewrite for everything; empty when it may go out. */
  public static String objection(String question, String rewrite) {
    return objections(question, "", List.of(rewrite), true).getFirst();
  }

  private static String invented(String known, String rewrite) {
    var numbers = Essentials.figures(rewrite);
    numbers.removeAll(Essentials.numbersOf(known));
    numbers.removeAll(Numerals.in(known));
    numbers.removeIf(number -> Numerals.decadeOf(number, known));
    return numbers.isEmpty()
        ? ""
        : "The rewrite made up \"%s\".".formatted(numbers.iterator().next());
  }

  private static String form(String question, String context, String rewrite) {
    if (rewrite.isBlank()) {
      return "The master wrote no rewrite that it was sure of.";
    }
    var special = SPECIAL.matcher(rewrite);
    if (special.find()) {
      return "The rewrite holds the token %s.".formatted(special.group());
    }
    int longest = FREE_LENGTH + GROWTH * length(question);
    if (length(rewrite) > longest) {
      return "The rewrite has %d characters, more than %d.".formatted(length(rewrite), longest);
    }
    if (!Language.same(question, rewrite)) {
      return "The rewrite is in another language or script.";
    }
    return Garbled.objection(question, context, rewrite);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
