package io.octograph.data;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What can be said of a text's language without a model: its script. Languages of one script are
 * left to the guard (the rewrite has the query's language) and to the second opinion.
 */
final class Tongue {
  /** Formulas and terms are Latin in every language, so that a part is enough. */
  private static final double ENOUGH = 0.15;

  private static final Set<UnicodeScript> KANA =
      Set.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

  private static final Map<String, UnicodeScript> SCRIPTS =
      Map.ofEntries(
          Map.entry("zh", UnicodeScript.HAN),
          Map.entry("ja", UnicodeScript.HAN),
          Map.entry("ko", UnicodeScript.HANGUL),
          Map.entry("ru", UnicodeScript.CYRILLIC),
          Map.entry("uk", UnicodeScript.CYRILLIC),
          Map.entry("bg", UnicodeScript.CYRILLIC),
          Map.entry("sr", UnicodeScript.CYRILLIC),
          Map.entry("ar", UnicodeScript.ARABIC),
          Map.entry("fa", UnicodeScript.ARABIC),
          Map.entry("ur", UnicodeScript.ARABIC),
          Map.entry("hi", UnicodeScript.DEVANAGARI),
          Map.entry("mr", UnicodeScript.DEVANAGARI),
          Map.entry("bn", UnicodeScript.BENGALI),
          Map.entry("ta", UnicodeScript.TAMIL),
          Map.entry("te", UnicodeScript.TELUGU),
          Map.entry("th", UnicodeScript.THAI),
          Map.entry("he", UnicodeScript.HEBREW),
          Map.entry("el", UnicodeScript.GREEK),
          Map.entry("ka", UnicodeScript.GEORGIAN),
          Map.entry("hy", UnicodeScript.ARMENIAN));

  /** Written without spaces between words: lengths are in characters. */
  private static final Set<String> UNSPACED = Set.of("zh", "ja", "th");

  private Tongue() {}

  /** ISO 639-1 in small letters. */
  static boolean known(String lang) {
    return Arrays.asList(Locale.getISOLanguages()).contains(lang);
  }

  /** Its English name, e.g. {@code Chinese (simplified)}. */
  static String name(String lang) {
    return lang.equals("zh")
        ? "Chinese (simplified)"
        : Locale.of(lang).getDisplayLanguage(Locale.ENGLISH);
  }

  static boolean spaced(String lang) {
    return !UNSPACED.contains(lang);
  }

  /** False where the letters of a text are of another script than the language's. */
  static boolean possible(String text, String lang) {
    int[] letters = text.codePoints().filter(Character::isLetter).toArray();
    if (letters.length == 0) {
      return true;
    }
    double kana = share(letters, KANA);
    UnicodeScript script = SCRIPTS.getOrDefault(lang, UnicodeScript.LATIN);
    double own = share(letters, Set.of(script));
    return switch (lang) {
      case "zh" -> own >= ENOUGH && kana < 0.1;
      case "ja" -> own + kana >= ENOUGH && kana > 0;
      default -> own >= (script == UnicodeScript.LATIN ? 0.5 : ENOUGH);
    };
  }

  private static double share(int[] letters, Set<UnicodeScript> scripts) {
    long hits =
        Arrays.stream(letters).filter(letter -> scripts.contains(UnicodeScript.of(letter))).count();
    return hits / (double) letters.length;
  }
}
