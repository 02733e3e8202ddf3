package io.octograph.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds queries that are there already, exactly or nearly: two texts are nearly the same where
 * their character shingles have a Jaccard index of at least {@link #NEAR} (Broder, "On the
 * resemblance and containment of documents", 1997). Exact rather than by MinHash: what is as like
 * as that shares one of the rarest shingles at least (prefix filtering: Bayardo, Ma and Srikant,
 * "Scaling up all pairs similarity search", 2007), and only rows that do are compared.
 *
 * <p>Safe for several threads.
 */
final class Duplicates {
  /** Two of the 10,237 rows written by hand reach it, and both are nearly another one. */
  static final double NEAR = 0.5;

  private static final int LETTERS = 4;

  /** A Han, kana or Hangul character says about as much as two letters. */
  private static final int SIGNS = 2;

  private final Set<String> exact = new HashSet<>();
  private final Map<String, Rows> index = new HashMap<>();
  private final List<Integer> sizes = new ArrayList<>();

  /** What a query is a duplicate by. */
  enum Kind {
    EXACT,
    NEAR
  }

  /** Adds a query whatever it is like. */
  synchronized void add(String query) {
    if (exact.add(folded(query))) {
      index(shingles(query));
    }
  }

  /** Adds a query unless it is there; says how it is where it is. */
  synchronized Optional<Kind> claim(String query) {
    if (exact.contains(folded(query))) {
      return Optional.of(Kind.EXACT);
    }
    Set<String> shingles = shingles(query);
    if (near(shingles)) {
      return Optional.of(Kind.NEAR);
    }
    exact.add(folded(query));
    index(shingles);
    return Optional.empty();
  }

  private boolean near(Set<String> shingles) {
    int[] shared = new int[sizes.size()];
    for (String shingle : shingles) {
      Rows rows = index.get(shingle);
      for (int i = 0; rows != null && i < rows.size; i++) {
        shared[rows.numbers[i]]++;
      }
    }
    return IntStream.range(0, shared.length)
        .anyMatch(
            row -> {
              int both = shared[row];
              return both > 0 && both >= NEAR * (shingles.size() + sizes.get(row) - both);
            });
  }

  private void index(Set<String> shingles) {
    for (String shingle : shingles) {
      index.computeIfAbsent(shingle, any -> new Rows()).add(sizes.size());
    }
    sizes.add(shingles.size());
  }

  /** The numbers of the rows that have a shingle. */
  private static final class Rows {
    private int[] numbers = new int[2];
    private int size;

    void add(int row) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = row;
    }
  }

  /** Case, forms of letters and spaces do not make two texts of one; signs do. */
  static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** Of the words alone; none where a text has no words, so that only its like is its duplicate. */
  static Set<String> shingles(String text) {
    String words = folded(text).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
    int[] points = words.codePoints().toArray();
    long signs = words.codePoints().filter(Character::isIdeographic).count();
    int length = 2 * signs > points.length ? SIGNS : LETTERS;
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + length <= points.length; i++) {
      shingles.add(new String(points, i, length));
    }
    if (shingles.isEmpty() && points.length > 0) {
      shingles.add(words);
    }
    return shingles;
  }
}
