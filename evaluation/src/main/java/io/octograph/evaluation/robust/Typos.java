package io.octograph.evaluation.robust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Slips of the hand: in about one of eight words of four letters or more, and in one at least; in
 * Chinese in about one of twelve pairs of characters.
 */
enum Typos {
  /** Two inner letters in the wrong order. */
  SWAP,
  /** A letter is not there. */
  DROP,
  /** A letter is there twice. */
  DOUBLE,
  /** A key beside the right one, on an English keyboard; Latin letters only. */
  NEIGHBOUR;

  private static final int WORDS = 8;
  private static final int PAIRS = 12;

  /** A word in Latin letters, no part of a formula or an identifier; or two Chinese characters. */
  private static final Pattern PLACE =
      Pattern.compile("(?<![\\p{L}\\d_^\\\\<])[\\p{IsLatin}]{4,}(?![\\p{L}\\d_^(>])|\\p{IsHan}{2}");

  private static final Map<Character, String> KEYS =
      Map.ofEntries(
          Map.entry('q', "wa"),
          Map.entry('w', "qes"),
          Map.entry('e', "wrd"),
          Map.entry('r', "etf"),
          Map.entry('t', "ryg"),
          Map.entry('y', "tuh"),
          Map.entry('u', "yij"),
          Map.entry('i', "uok"),
          Map.entry('o', "ipl"),
          Map.entry('p', "ol"),
          Map.entry('a', "sqz"),
          Map.entry('s', "adwx"),
          Map.entry('d', "sfec"),
          Map.entry('f', "dgrv"),
          Map.entry('g', "fhtb"),
          Map.entry('h', "gjyn"),
          Map.entry('j', "hkum"),
          Map.entry('k', "jli"),
          Map.entry('l', "kop"),
          Map.entry('z', "xa"),
          Map.entry('x', "zcs"),
          Map.entry('c', "xvd"),
          Map.entry('v', "cbf"),
          Map.entry('b', "vng"),
          Map.entry('n', "bmh"),
          Map.entry('m', "nj"));

  String in(String text, SplittableRandom random) {
    var places = places(text);
    if (places.isEmpty()) {
      return text;
    }
    int sure = random.nextInt(places.size());
    StringBuilder changed = new StringBuilder(text);
    // from the end, so that the places before stay where they are
    for (int i = places.size() - 1; i >= 0; i--) {
      MatchResult place = places.get(i);
      int rarity = han(place.group()) ? PAIRS : WORDS;
      if (random.nextInt(rarity) == 0 || i == sure) {
        changed.replace(place.start(), place.end(), slip(place.group(), random));
      }
    }
    return changed.toString();
  }

  private List<MatchResult> places(String text) {
    // what must stay is blotted out, so that no place is found there
    var found = new ArrayList<MatchResult>();
    PLACE
        .matcher(Protected.blotted(text))
        .results()
        .filter(place -> this != NEIGHBOUR || !han(place.group()))
        .forEach(found::add);
    return found;
  }

  private String slip(String word, SplittableRandom random) {
    if (word.length() < 3) {
      return switch (this) {
        case SWAP -> word.substring(1) + word.charAt(0);
        case DROP -> word.substring(1);
        case DOUBLE -> word + word.charAt(1);
        case NEIGHBOUR -> word;
      };
    }
    // the first letter is the one that people get right
    int at = 1 + random.nextInt(word.length() - 2);
    String before = word.substring(0, at);
    char letter = word.charAt(at);
    String after = word.substring(at + 1);
    return switch (this) {
      case SWAP -> before + after.charAt(0) + letter + after.substring(1);
      case DROP -> before + after;
      case DOUBLE -> before + letter + letter + after;
      case NEIGHBOUR -> before + beside(letter, random) + after;
    };
  }

  private static boolean han(String place) {
    return Character.isIdeographic(place.charAt(0));
  }

  private static char beside(char letter, SplittableRandom random) {
    String keys = KEYS.getOrDefault(Character.toLowerCase(letter), String.valueOf(letter));
    char key = keys.charAt(random.nextInt(keys.length()));
    return Character.isUpperCase(letter) ? Character.toUpperCase(key) : key;
  }
}
