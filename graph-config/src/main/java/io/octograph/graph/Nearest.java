package io.octograph.graph;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote something else: "Did you mean …?" */
final class Nearest {
  private Nearest() {}

  /** The known word nearest to the written one, if one is near: a third of its length at most. */
  static Optional<String> to(String written, Collection<String> known) {
    String plain = plain(written);
    int reach = Math.max(1, Math.min(plain.length(), 30) / 3);
    if (plain.length() > 60) {
      return Optional.empty();
    }
    return known.stream()
        .map(word -> new Found(word, distance(plain, plain(word), reach)))
        .filter(found -> found.distance <= reach)
        .min(Comparator.comparingInt(Found::distance))
        .map(Found::word);
  }

  private record Found(String word, int distance) {}

  /** camelCase, snake_case and kebab-case of one word are the same here. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /**
   * Optimal string alignment distance: insert, delete, replace, swap two neighbours. Lengths that
   * differ by more than {@code reach} are too far whatever the letters.
   */
  private static int distance(String a, String b, int reach) {
    if (Math.abs(a.length() - b.length()) > reach) {
      return Integer.MAX_VALUE;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
