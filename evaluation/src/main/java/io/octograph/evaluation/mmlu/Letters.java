package io.octograph.evaluation.mmlu;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the letter of an answer. It is strict: what names no choice, or two, has no letter; no
 * letter is drawn by lot.
 *
 * <p>Forms, Markdown's marks and {@code \boxed{…}} aside:
 *
 * <ul>
 *   <li>the letter alone, in brackets or not: {@code B}, {@code (b)}, {@code B.}
 *   <li>a first line that begins with it: {@code B. Paris}, {@code (B) Paris}, {@code B: …}, {@code
 *       Option B}; not where further lines begin with other letters, as in a list of all choices
 *   <li>a sentence that says so: {@code the answer is B}, {@code Answer: (B) Paris}, {@code the
 *       correct option is B}, {@code B is correct}
 *   <li>the text of exactly one choice, alone or after {@code the answer is}
 * </ul>
 */
final class Letters {
  private static final Pattern ALONE = Pattern.compile("[(\\[{\"']?([A-Za-z])[)\\]}\"']?[.:,;!]?");

  private static final Pattern MARKED =
      Pattern.compile(
          "(?m)^[ \\t]*(?:(?i:option|choice)\\s+)?"
              + "(?:[(\\[]([A-Z])[)\\]][.:]?|([A-Z])(?:[.):]|[ \\t]*$|[ \\t]+[-–—]))(?=\\s|$)");

  /** Group 1 is all that follows on the line. */
  private static final Pattern SAID =
      Pattern.compile(
          "(?i:\\b(?:answer|(?:correct|right|best)\\s+(?:option|choice))\\b"
              + "\\s*(?:(?:is|would be|should be|must be)\\b\\s*:?|[:=]))\\s*([^\\n]*)");

  /** Groups: the letter in brackets or quotes, or bare; all that follows. */
  private static final Pattern LETTER_FIRST =
      Pattern.compile(
          "(?i:(?:option|choice|letter)\\s+)?"
              + "(?:[(\\[\"']([A-Z])[)\\]\"']|([A-Z])(?![\\w'’]))(.*)");

  private static final Pattern SET_OFF =
      Pattern.compile("\\s*|\\s*[.,:;!?)–—-].*|\\s+(?:because|since)\\b.*");

  private static final Pattern JUDGED =
      Pattern.compile(
          "(?m)(?:^\\s*|[.!?]\\s+|(?i:option|choice)\\s+)[(\\[]?([A-Z])[)\\]]?"
              + "\\s+is\\s+(?i:the\\s+)?(?i:correct|right|best)\\b");

  private Letters() {}

  /** The letter of the choice that the answer names, if it names one. */
  static Optional<Character> read(String answer, List<String> choices) {
    String text = plain(answer).strip();
    Matcher alone = ALONE.matcher(text);
    if (alone.matches()) {
      return letter(alone.group(1).toUpperCase(Locale.ROOT), choices)
          .or(() -> choice(text, choices));
    }
    TreeSet<Character> named = new TreeSet<>();
    opening(text, choices).ifPresent(named::add);
    Matcher said = SAID.matcher(text);
    // what follows one sentence on its line may be another
    for (int from = 0; said.find(from); from = said.start(1)) {
      said(said.group(1), choices).ifPresent(named::add);
    }
    Matcher judged = JUDGED.matcher(text);
    while (judged.find()) {
      letter(judged.group(1), choices).ifPresent(named::add);
    }
    if (named.isEmpty()) {
      return choice(text, choices);
    }
    return named.size() == 1 ? Optional.of(named.first()) : Optional.empty();
  }

  private static Optional<Character> opening(String text, List<String> choices) {
    TreeSet<Character> marked = new TreeSet<>();
    boolean first = false;
    Matcher matcher = MARKED.matcher(text);
    while (matcher.find()) {
      String found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      letter(found, choices).ifPresent(marked::add);
      first |= matcher.start() == 0;
    }
    return first && marked.size() == 1 ? Optional.of(marked.first()) : Optional.empty();
  }

  /** After "the answer is": a letter that ends or is set off, or that its own choice follows. */
  private static Optional<Character> said(String rest, List<String> choices) {
    Matcher matcher = LETTER_FIRST.matcher(rest.strip());
    if (matcher.matches()) {
      boolean marked = matcher.group(1) != null;
      Optional<Character> letter = letter(matcher.group(marked ? 1 : 2), choices);
      String after = matcher.group(3);
      boolean apart = marked || SET_OFF.matcher(after).matches();
      if (letter.isPresent() && (apart || same(after, choices.get(letter.get() - 'A')))) {
        return letter;
      }
    }
    return choice(rest, choices);
  }

  private static Optional<Character> choice(String text, List<String> choices) {
    int[] equal =
        IntStream.range(0, choices.size()).filter(i -> same(text, choices.get(i))).toArray();
    return equal.length == 1 ? Optional.of((char) ('A' + equal[0])) : Optional.empty();
  }

  private static Optional<Character> letter(String found, List<String> choices) {
    char letter = found.charAt(0);
    return letter >= 'A' && letter < 'A' + choices.size() ? Optional.of(letter) : Optional.empty();
  }

  private static boolean same(String one, String other) {
    return essence(one).equals(essence(other));
  }

  private static String essence(String text) {
    return plain(text)
        .strip()
        .replaceAll("\\s+", " ")
        .replaceFirst("[.!]$", "")
        .toLowerCase(Locale.ROOT);
  }

  private static String plain(String text) {
    return text.replaceAll("\\\\(?:boxed|text|textbf|mathrm)\\{([^{}]*)\\}", "$1")
        .replaceAll("[*`$]|^#+\\s", "");
  }
}
