package io.octograph.traversal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a text that asks several things, in the user's own words: "Who was Galois? And what is a
 * ring?" Where a master's rewrites of such a text may not go out, each call gets its part and not
 * all of it (ADR 0025). Cautious: parts that could lean on one another are none.
 */
final class QuestionParts {
  private static final String WORDS =
      "how|what|what's|whats|why|who|who's|whose|when|where|which|is|are|was|were|do|does|did|can"
          + "|could|should|would|will";

  /** Ends of sentences, marks of lists, and words that begin one more question. */
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)(?<=[?？;；。!！\\n])\\s*|(?-i:(?<=[\\p{Ll}\\d)]\\.)\\s+(?=\\p{Lu}))|\\s+/\\s+"
              + "|(?:^|(?<=[\\s:：]))(?:[(（]?[1-9a-d][)）]|[1-9][.、](?!\\d))\\s*"
              + "|[,，]?\\s+(?:and|also|plus|then)\\s+(?=(?:also\\s+)?(?:"
              + WORDS
              + "|tell|explain|write|give|compute|find)\\b)"
              + "|[,，、]?(?=(?:另外|顺便|还有|第[二三四]))");

  private static final Pattern ASKS = Pattern.compile("(?i)^\\W*(?:" + WORDS + ")\\b.*");

  /** What points to something that stands elsewhere. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)\\b(?:it|its|it's|they|them|their|this|these|those|he|she|his|her|him|both|former"
              + "|latter)\\b|[它他她这此其该]|那(?!么)|两者|前者|后者|上述");

  private QuestionParts() {}

  /** The parts in order, two at least; none where it asks one thing, or they need one another. */
  static List<String> of(String question) {
    if (ExamOptions.of(question).isPresent()) {
      return List.of();
    }
    var parts = new ArrayList<String>();
    var scene = new StringBuilder();
    for (var piece : BOUNDARY.split(question.strip())) {
      if (piece.isBlank()) {
        continue;
      }
      scene.append(scene.isEmpty() ? "" : " ").append(piece.strip());
      if (asks(piece)) {
        parts.add(trimmed(scene));
        scene.setLength(0);
      }
    }
    if (!scene.isEmpty() && !parts.isEmpty()) {
      parts.set(parts.size() - 1, parts.getLast() + " " + trimmed(scene));
    }
    boolean alone = parts.stream().skip(1).noneMatch(part -> REFERENCE.matcher(part).find());
    return parts.size() > 1 && alone ? List.copyOf(parts) : List.of();
  }

  private static boolean asks(String piece) {
    return Language.chinese(piece)
        ? !Asking.states(piece)
        : Asking.asks(piece) || ASKS.matcher(piece.strip()).matches();
  }

  private static String trimmed(CharSequence text) {
    return text.toString().replaceAll("[\\s,，、;；]+$", "");
  }
}
