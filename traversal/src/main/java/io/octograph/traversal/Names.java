package io.octograph.traversal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds names in a text of a script with capitals: capitalised words inside a sentence, acronyms
 * and words of mixed case. Where capitals tell nothing (titles, shouting, German nouns) only what
 * is mixed within a word counts.
 */
final class Names {
  private static final Pattern ACRONYM = Pattern.compile("\\p{Lu}[\\p{Lu}\\d&/-]*\\p{Lu}s?");
  private static final Pattern MIXED =
      Pattern.compile("\\p{L}*\\p{Ll}\\p{Lu}\\p{L}*|\\p{Lu}{2,}\\p{Ll}{2,}");
  private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}[\\p{L}'-]+");
  private static final Pattern SENTENCE_END =
      Pattern.compile(".*[.!?:;…]['\")\\]]*|[-*•(\\[\"'].*|\\(?\\w[).]");

  private static final Pattern SHORTENED =
      Pattern.compile("(?i)(dr|mr|mrs|ms|prof|st|vs|no|fig|eq|ca|approx|e\\.g|i\\.e)\\.");

  private static final Set<String> NO_NAMES =
      Set.of(
          "i", "i'm", "i'd", "i'll", "i've", "ok", "and", "or", "all", "any", "are", "is", "the",
          "why", "how", "what", "who", "for", "to", "of", "in", "on", "it", "be", "my", "me", "you",
          "your", "we", "really", "very", "please", "pls", "asap", "lol", "mr", "mrs", "ms", "dr",
          "prof", "true", "false", "ps", "tldr", "eli5", "hi", "hello", "thanks", "btw", "wtf",
          "omg", "idk", "imo", "fyi", "tbh", "faq", "a", "an", "which", "when", "where", "does",
          "do");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private Names() {}

  static Set<String> of(String plain) {
    var names = new LinkedHashSet<String>();
    boolean shouted = plain.equals(plain.toUpperCase(Locale.ROOT));
    boolean capitalsTell = !shouted && capitalsTell(plain);
    for (var line : plain.split("\\n")) {
      boolean start = true;
      for (var token : Essentials.tokens(line)) {
        for (var word :
            token.split(
                "[^\\p{IsLatin}\\p{IsCyrillic}\\p{IsGreek}\\p{N}'&/-]+|(?<=\\p{Ll})/(?=\\p{L})")) {
          var bare = bare(word);
          if (!shouted && isName(bare, start, capitalsTell)) {
            names.add(bare);
          }
          start = start && bare.isEmpty();
        }
        start = start && token.isEmpty() || endsSentence(token);
      }
    }
    return names;
  }

  /** Whether a lower-case text holds a name: its beginning, at the beginning of a word. */
  static boolean in(String lower, String name) {
    var wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.length() > 3 && wanted.endsWith("s") && !wanted.endsWith("ss")) {
      wanted = wanted.substring(0, wanted.length() - 1);
    }
    if (wanted.length() >= 3 && MONTHS.contains(wanted.substring(0, 3)) && isMonth(wanted)) {
      wanted = wanted.substring(0, 3);
    }
    int at = lower.indexOf(wanted);
    while (at >= 0) {
      // Chinese writes no blank before a foreign name: only letters with case join a word.
      if (at == 0 || !Character.isLowerCase(lower.charAt(at - 1))) {
        return true;
      }
      at = lower.indexOf(wanted, at + 1);
    }
    return false;
  }

  private static boolean isName(String word, boolean start, boolean capitalsTell) {
    if (word.length() < 2 || NO_NAMES.contains(word.toLowerCase(Locale.ROOT))) {
      return false;
    }
    return MIXED.matcher(word).matches()
        || ACRONYM.matcher(word).matches()
        || (capitalsTell && !start && CAPITALISED.matcher(word).matches());
  }

  // In titles and in German most long words have a capital: it is no sign of a name.
  private static boolean capitalsTell(String plain) {
    if (Language.latin(plain).equals("de")) {
      return false;
    }
    var words =
        Essentials.tokens(plain).stream().skip(1).filter(word -> word.length() > 3).toList();
    long capitals = words.stream().filter(word -> Character.isUpperCase(word.charAt(0))).count();
    return words.size() < 4 || capitals <= 0.6 * words.size();
  }

  private static boolean endsSentence(String token) {
    return SENTENCE_END.matcher(token).matches() && !SHORTENED.matcher(token).matches();
  }

  private static String bare(String word) {
    return word.replaceAll("^['&/-]+|['&/-]+$", "").replaceAll("'s$", "");
  }

  private static boolean isMonth(String word) {
    return Set.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december")
        .stream()
        .anyMatch(month -> month.startsWith(word));
  }
}
