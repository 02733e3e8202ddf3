package io.octograph.traversal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Numbers that are written in words, and digits that only count the lines of a list. */
final class Numerals {
  private static final Map<String, Integer> WORDS = words();
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  private static final String DIGITS = "零一二三四五六七八九";
  private static final Pattern CHINESE = Pattern.compile("[零一二两三四五六七八九十百千万]+");

  /** (1), 2), 3. and 4、 before what they count. */
  private static final Pattern MARK =
      Pattern.compile("(?<![\\p{L}\\p{N}.,+*/=-])[(\\[]?([1-9])[.)\\]、](?![\\d])");

  private Numerals() {}

  /** The numbers that stand in a text as words, as digits: {@code twenty-one} gives 20, 1, 21. */
  static Set<String> in(String text) {
    var found = new LinkedHashSet<String>();
    var lower = text.toLowerCase(Locale.ROOT);
    int tens = 0;
    for (var word : WORD.matcher(lower).results().map(MatchResult::group).toList()) {
      int value = WORDS.getOrDefault(word, -1);
      if (value >= 0) {
        found.add(Integer.toString(value));
        if (tens > 0 && value < 10) {
          found.add(Integer.toString(tens + value));
        }
      }
      tens = value >= 20 && value < 100 ? value : 0;
    }
    CHINESE
        .matcher(lower)
        .results()
        .map(MatchResult::group)
        .map(Numerals::chinese)
        .forEach(value -> found.add(Long.toString(value)));
    return found;
  }

  /** Whether a year begins the decade that a text calls "the 80s". */
  static boolean decadeOf(String number, String text) {
    return number.matches("(1[89]|20)\\d0") && text.contains(number.substring(2) + "s");
  }

  /** A text without the marks of its lists: digits that count up from 1. */
  static String withoutListMarks(String plain) {
    var marks = MARK.matcher(plain).results().toList();
    var counting = new ArrayList<MatchResult>();
    for (var mark : marks) {
      int next = counting.size() % 9 + 1;
      int value = Integer.parseInt(mark.group(1));
      if (value == next) {
        counting.add(mark);
      }
    }
    if (counting.size() < 2) {
      return plain;
    }
    var text = new StringBuilder(plain);
    for (var mark : counting.reversed()) {
      text.replace(mark.start(), mark.end(), " ");
    }
    return text.toString();
  }

  private static long chinese(String signs) {
    long total = 0;
    long section = 0;
    long digit = 0;
    for (int i = 0; i < signs.length(); i++) {
      char sign = signs.charAt(i) == '两' ? '二' : signs.charAt(i);
      long unit = unit(sign);
      if (unit == 0) {
        digit = DIGITS.indexOf(sign);
      } else if (unit == 10_000) {
        total = (total + section + digit) * unit;
        section = 0;
        digit = 0;
      } else {
        section += Math.max(1, digit) * unit;
        digit = 0;
      }
    }
    return total + section + digit;
  }

  private static long unit(char sign) {
    return switch (sign) {
      case '十' -> 10;
      case '百' -> 100;
      case '千' -> 1000;
      case '万' -> 10_000;
      default -> 0;
    };
  }

  private static Map<String, Integer> words() {
    var words = new HashMap<String, Integer>();
    count(
        words,
        0,
        "zero one two three four five six seven eight nine ten eleven twelve thirteen"
            + " fourteen fifteen sixteen seventeen eighteen nineteen");
    count(words, 1, "first second third fourth fifth sixth seventh eighth ninth tenth");
    count(words, 1, "once twice thrice");
    count(words, 1, "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf");
    count(words, 1, "un deux trois quatre cinq six sept huit neuf dix onze douze");
    count(words, 1, "uno dos tres cuatro cinco seis siete ocho nueve diez once doce");
    count(words, 1, "один два три четыре пять шесть семь восемь девять десять");
    var tens =
        List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    for (int i = 0; i < tens.size(); i++) {
      words.put(tens.get(i), 10 * (i + 2));
    }
    words.putAll(
        Map.of(
            "half",
            2,
            "double",
            2,
            "triple",
            3,
            "dozen",
            12,
            "hundred",
            100,
            "thousand",
            1000,
            "single",
            1,
            "pair",
            2));
    return Map.copyOf(words);
  }

  private static void count(Map<String, Integer> words, int from, String names) {
    var list = names.split(" ");
    for (int i = 0; i < list.length; i++) {
      words.putIfAbsent(list[i], from + i);
    }
  }
}
