package io.octograph.traversal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
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

  /** Words that people shout or begin with a capital. */
  private static final Set<String> NO_NAMES =
      Set.of(
          ("i i'm i'd i'll i've ok and or all any are is the why how what who for to of"
                  + " in on it be my me you your we really very please pls asap lol mr mrs ms dr"
                  + " prof true false ps tldr eli5 hi hello thanks btw wtf omg idk imo fyi tbh faq"
                  + " a an which when where does do not except least most best no none never"
                  + " always every everything nothing something anything still even only just too"
                  + " so such some many much more less same must should cannot can will would"
                  + " could has have had was were mean actually literally before after both into"
                  + " out off up down one two need want know help here there this that these those"
                  + " with without because about between again also then now wrong right incorrect"
                  + " correct but if like as at by from they he she his her its their our q qs ta"
                  + " hate love boom wow free real good bad big first last own hard monday tuesday"
                  + " wednesday thursday friday saturday sunday phd")
              .split(" "));

  private static final Set<String> UNITS = Set.of("dB", "mV", "kV", "kW", "mW", "MW", "mA", "kJ");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final Set<String> SKIPPED = Set.of("of", "and", "the", "for", "in", "to", "");

  /** Names that an adjective, or another name, stands for. */
  private static final Map<String, List<String>> OTHER_FORMS =
      Map.ofEntries(
          Map.entry("us", List.of("u.s.", "american", "united states")),
          Map.entry("usa", List.of("u.s.", "american", "united states")),
          Map.entry("america", List.of("u.s.", "united states")),
          Map.entry("united", List.of("us ", "u.s.", "uk ")),
          Map.entry("state", List.of("us ", "u.s.")),
          Map.entry("uk", List.of("british", "britain", "united kingdom")),
          Map.entry("britain", List.of("uk", "british")),
          Map.entry("spain", List.of("spanish")),
          Map.entry("españa", List.of("español")),
          Map.entry("france", List.of("french")),
          Map.entry("greece", List.of("greek")),
          Map.entry("wales", List.of("welsh")),
          Map.entry("swiss", List.of("switzerland")),
          Map.entry("switzerland", List.of("swiss")),
          Map.entry("swede", List.of("sweden", "swedish")),
          Map.entry("dutch", List.of("netherlands")),
          Map.entry("netherlands", List.of("dutch")));

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

  /** Whether a text holds a name: at the beginning of a word, written out, or as an adjective. */
  static boolean in(String plain, String name) {
    var lower = plain.toLowerCase(Locale.ROOT);
    var wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.length() > 3 && wanted.endsWith("s") && !wanted.endsWith("ss")) {
      wanted = wanted.substring(0, wanted.length() - 1);
    }
    if (wanted.length() >= 3 && MONTHS.contains(wanted.substring(0, 3)) && isMonth(wanted)) {
      wanted = wanted.substring(0, 3);
    }
    return begins(lower, wanted)
        || (ACRONYM.matcher(name).matches() && writtenOut(lower, wanted))
        || (CAPITALISED.matcher(name).matches() && related(plain, name))
        || OTHER_FORMS.getOrDefault(wanted, List.of()).stream()
            .anyMatch(form -> begins(lower, form));
  }

  private static boolean begins(String lower, String wanted) {
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

  /** Whether words in a row begin with an acronym's letters: ILS, incomplete lineage sorting. */
  private static boolean writtenOut(String lower, String acronym) {
    var words = List.of(lower.split("[^\\p{L}]+"));
    for (int first = 0; first < words.size(); first++) {
      int letter = 0;
      for (int at = first; at < words.size() && letter < acronym.length(); at++) {
        var word = words.get(at);
        boolean next = !word.isEmpty() && word.charAt(0) == acronym.charAt(letter);
        if (!next && !SKIPPED.contains(word)) {
          break;
        }
        letter += next ? 1 : 0;
      }
      if (letter == acronym.length()) {
        return true;
      }
    }
    return false;
  }

  /** Norway and Norwegian, Rome and Roman: capitalised words of one stem. */
  private static boolean related(String plain, String name) {
    return CAPITALISED
        .matcher(plain)
        .results()
        .map(MatchResult::group)
        .anyMatch(word -> relatedWords(word, name));
  }

  private static boolean relatedWords(String word, String name) {
    int same = 0;
    while (same < Math.min(word.length(), name.length())
        && word.charAt(same) == name.charAt(same)) {
      same++;
    }
    int longest = Math.max(word.length(), name.length());
    return same >= 3 && same >= Math.min(word.length(), name.length()) - 2 && longest - same <= 5;
  }

  private static boolean isName(String word, boolean start, boolean capitalsTell) {
    if (word.length() < 2 || NO_NAMES.contains(word.toLowerCase(Locale.ROOT))) {
      return false;
    }
    return (MIXED.matcher(word).matches() && !UNITS.contains(word))
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
