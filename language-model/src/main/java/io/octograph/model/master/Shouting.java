package io.octograph.model.master;

import static java.lang.Character.OTHER_LETTER;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads WHAT IS WRITTEN LIKE THIS in small letters. In capitals a word falls into other and more
 * tokens than any text a base has learnt from, though nothing else is asked (docs/adr/0025). The
 * training's {@code plain_question.py} does the same.
 */
final class Shouting {
  /** A word of letters; formulas and code with digits or signs in them are none. */
  private static final Pattern WORD =
      Pattern.compile("(?<![\\p{L}\\p{N}_^])\\p{L}++(?:['’]\\p{L}++)*+(?![\\p{L}\\p{N}_^(])");

  /** A few acronyms are no shouting, ... */
  private static final int FEWEST = 3;

  private Shouting() {}

  /**
   * The text itself, or, where at least two words of three are in capitals, those in small ones.
   */
  static String calmed(String text) {
    // Acronyms in a script without capitals are no shouting.
    if (text.codePoints().anyMatch(c -> Character.getType(c) == OTHER_LETTER)) {
      return text;
    }
    var words =
        WORD.matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(word -> word.length() > 1)
            .toList();
    long loud = words.stream().filter(Shouting::loud).count();
    return loud >= FEWEST && 3 * loud >= 2 * words.size()
        ? WORD.matcher(text)
            .replaceAll(found -> loud(found.group()) ? small(found.group()) : found.group())
        : text;
  }

  private static boolean loud(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(small(word));
  }

  private static String small(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
