package io.octograph.evaluation.metric;

import java.lang.Character.UnicodeScript;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The script that a text is mainly in, as far as it tells languages apart.
 *
 * <p>Where a seventh of the letters or more are of another script than Latin or Greek, the
 * commonest of those is the text's own: terms and formulas are Latin everywhere.
 */
enum Script {
  LATIN,
  HAN,
  KANA,
  HANGUL,
  CYRILLIC,
  ARABIC,
  DEVANAGARI,
  OTHER;

  private static final int SHARE = 7;

  static Script of(String text) {
    Map<Script, Long> counts =
        text.codePoints()
            .filter(Character::isLetter)
            .mapToObj(letter -> of(UnicodeScript.of(letter)))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    // Japanese has its own letters beside the Chinese ones.
    if (counts.getOrDefault(KANA, 0L) * SHARE >= all && counts.containsKey(KANA)) {
      return KANA;
    }
    return counts.entrySet().stream()
        .filter(count -> count.getKey() != LATIN && count.getValue() * SHARE >= all)
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse(LATIN);
  }

  private static Script of(UnicodeScript script) {
    return switch (script) {
      case LATIN, GREEK, COMMON, INHERITED -> LATIN;
      case HAN -> HAN;
      case HIRAGANA, KATAKANA -> KANA;
      case HANGUL -> HANGUL;
      case CYRILLIC -> CYRILLIC;
      case ARABIC -> ARABIC;
      case DEVANAGARI -> DEVANAGARI;
      default -> OTHER;
    };
  }
}
