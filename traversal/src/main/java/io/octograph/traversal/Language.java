package io.octograph.traversal;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells languages apart as far as a guard needs it: by script, and among Latin ones by their small
 * words. When in doubt two texts count as the same language.
 */
final class Language {
  /** The question's main script must keep this part of its share. */
  private static final double KEPT = 0.5;

  /** From this share on another script than Latin is the text's own. */
  private static final double FOREIGN = 0.15;

  // Greek letters are symbols as often as they are Greek.
  private static final Set<UnicodeScript> PLAIN =
      Set.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.COMMON);

  private static final int FEWEST_SMALL_WORDS = 3;

  /** Small words that stand in few of the other languages here. */
  private static final Map<String, Set<String>> SMALL_WORDS =
      Map.of(
          "en", words("the of and is to what how that which with for are was this it from by"),
          "de",
              words(
                  "der die das und ist nicht ein eine wie warum mit auf den dem zu von im für"
                      + " welche welcher welches bei sind einer eines einen es sie ich oder als"
                      + " auch kann nach bewirkt wird"),
          "fr",
              words(
                  "le les des est une dans pourquoi comment quel quelle du et sur pour avec au aux"
                      + " la"),
          "es", words("el los las una por qué cómo cuál y con del para es en la se que mi su"),
          "pt", words("o os uma não por que como qual e com do da para em são"),
          "it",
              words(
                  "il lo gli una perché come quale che con della di per è nel sono del mio ho in"
                      + " cui la tutti i e si ha"));

  private Language() {}

  static boolean same(String question, String rewrite) {
    var asked = scripts(question);
    var written = scripts(rewrite);
    var main = main(asked);
    if (main == UnicodeScript.COMMON) {
      return true;
    }
    if (share(written, main) < KEPT * share(asked, main)) {
      return false;
    }
    var first = latin(question);
    var second = latin(rewrite);
    return main != UnicodeScript.LATIN
        || first.isEmpty()
        || second.isEmpty()
        || first.equals(second);
  }

  /** Whether a text is mostly in Chinese signs and has no kana. */
  static boolean chinese(String text) {
    var counts = scripts(text);
    boolean kana =
        text.codePoints()
            .mapToObj(UnicodeScript::of)
            .anyMatch(one -> one == UnicodeScript.HIRAGANA || one == UnicodeScript.KATAKANA);
    return !kana && share(counts, UnicodeScript.HAN) > KEPT;
  }

  /** The Latin-script language of a text, empty when it is not clear. */
  static String latin(String text) {
    var words = List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"));
    var best = "";
    long most = FEWEST_SMALL_WORDS - 1;
    long second = 0;
    for (var language : SMALL_WORDS.entrySet()) {
      long hits = words.stream().filter(language.getValue()::contains).count();
      if (hits > most) {
        second = best.isEmpty() ? 0 : most;
        most = hits;
        best = language.getKey();
      } else {
        second = Math.max(second, hits);
      }
    }
    return most >= 2 * second ? best : "";
  }

  private static Map<UnicodeScript, Integer> scripts(String text) {
    var counts = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
    text.codePoints()
        .filter(Character::isLetter)
        .mapToObj(Language::script)
        .forEach(script -> counts.merge(script, 1, Integer::sum));
    return counts;
  }

  // Japanese mixes three scripts, and how much of each is a matter of style.
  private static UnicodeScript script(int letter) {
    var script = UnicodeScript.of(letter);
    return switch (script) {
      case HIRAGANA, KATAKANA -> UnicodeScript.HAN;
      case INHERITED, UNKNOWN -> UnicodeScript.COMMON;
      default -> script;
    };
  }

  // Latin letters stand in formulas and terms of every script: beside another one they are foreign.
  private static UnicodeScript main(Map<UnicodeScript, Integer> counts) {
    boolean mixed =
        counts.keySet().stream()
            .anyMatch(script -> !PLAIN.contains(script) && share(counts, script) >= FOREIGN);
    return counts.entrySet().stream()
        .filter(count -> count.getKey() != UnicodeScript.COMMON)
        .filter(count -> !mixed || !PLAIN.contains(count.getKey()))
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(UnicodeScript.COMMON);
  }

  private static double share(Map<UnicodeScript, Integer> counts, UnicodeScript script) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0 ? 0 : counts.getOrDefault(script, 0) / (double) all;
  }

  private static Set<String> words(String list) {
    return Set.copyOf(Arrays.asList(list.split(" ")));
  }
}
