package io.octograph.traversal;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds text that nobody would write: broken characters, a script from nowhere, stammering, and a
 * statement where a question was asked. Each sign is one that the rewrites people wrote for the
 * training do not show; what is only clumsy passes.
 */
final class Garbled {
  /** The sign for what is no UTF-8, controls, and characters that no standard knows. */
  private static final Pattern BROKEN =
      Pattern.compile("[\\uFFFD\\p{Cc}\\p{Co}\\p{Cn}&&[^\\n\\t]]");

  /** Four times the same piece in a row, ... */
  private static final Pattern REPEATED = Pattern.compile("(\\S.{0,59}?)\\1{3,}");

  /** ... of this many characters together. */
  private static final int REPEATED_LENGTH = 12;

  /** A sign of a script without blanks, or a word. */
  private static final Pattern PIECE =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

  /** So many pieces in a row are no chance when they come again: of signs, and of words. */
  private static final int SIGNS = 4;

  private static final int WORDS = 4;

  /** Words that stand for nothing twice in a row: "the the", 与与. */
  private static final Pattern DOUBLED =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}])(?!that|nous|vous)(\\p{L}{4,})\\s+\\1(?![\\p{L}\\p{N}])"
              + "|([的和其在或及是])\\2|(?<![参赠给授])与与|其与其");

  private static final int ENOUGH_WORDS = 24;
  private static final double FEWEST_DISTINCT = 0.3;

  private Garbled() {}

  /** What is wrong with it, as a sentence; empty where nothing is. */
  static String objection(String question, String context, String rewrite) {
    var known = question + "\n" + context;
    if (BROKEN.matcher(rewrite).find()) {
      return "The rewrite holds broken characters.";
    }
    var stranger = stranger(known, rewrite);
    if (!stranger.isEmpty()) {
      return "The rewrite mixes in %s letters.".formatted(stranger);
    }
    if (repeats(known, rewrite) || stammers(known, rewrite)) {
      return "The rewrite repeats itself.";
    }
    return Asking.states(rewrite) ? "The rewrite answers instead of asking." : "";
  }

  /** A script that neither the question nor what went before it knows; terms may be Latin. */
  private static String stranger(String known, String rewrite) {
    var familiar = known.codePoints().mapToObj(Garbled::script).collect(Collectors.toSet());
    familiar.addAll(List.of(UnicodeScript.LATIN, UnicodeScript.GREEK));
    return rewrite
        .codePoints()
        .filter(Character::isLetter)
        .mapToObj(Garbled::script)
        .filter(script -> !familiar.contains(script))
        .findFirst()
        .map(
            script -> script.name().charAt(0) + script.name().substring(1).toLowerCase(Locale.ROOT))
        .orElse("");
  }

  // Common marks, as of length, stand in several scripts; the two kana go together.
  private static UnicodeScript script(int letter) {
    var script = UnicodeScript.of(letter);
    return switch (script) {
      case COMMON, INHERITED, UNKNOWN -> UnicodeScript.LATIN;
      case KATAKANA -> UnicodeScript.HIRAGANA;
      default -> script;
    };
  }

  private static boolean repeats(String known, String rewrite) {
    var repeated = REPEATED.matcher(rewrite);
    while (repeated.find()) {
      // Rows of zeros and blanks to fill in are the question's own.
      if (repeated.group().length() >= REPEATED_LENGTH && !known.contains(repeated.group())) {
        return true;
      }
    }
    var doubled = DOUBLED.matcher(rewrite);
    while (doubled.find()) {
      if (!known.toLowerCase(Locale.ROOT).contains(doubled.group().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static boolean stammers(String known, String rewrite) {
    var pieces = pieces(rewrite);
    var before = counts(pieces(known));
    for (var run : counts(pieces).entrySet()) {
      if (run.getValue() > Math.max(1, before.getOrDefault(run.getKey(), 0)) + 1) {
        return true;
      }
    }
    return pieces.size() >= ENOUGH_WORDS
        && pieces.stream().distinct().count() < FEWEST_DISTINCT * pieces.size();
  }

  private static List<String> pieces(String text) {
    return PIECE.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  /** How often each run of pieces comes. */
  private static Map<String, Integer> counts(List<String> pieces) {
    var counts = new HashMap<String, Integer>();
    for (int i = 0; i < pieces.size(); i++) {
      int length = pieces.get(i).length() == 1 ? SIGNS : WORDS;
      if (i + length <= pieces.size()) {
        var run = new ArrayList<>(pieces.subList(i, i + length));
        counts.merge(String.join(" ", run), 1, Integer::sum);
      }
    }
    return counts;
  }
}
