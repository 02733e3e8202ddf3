package io.octograph.evaluation.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often what is right was taken for what.
 *
 * @param counts by the right node, then by the one that was said; without zeros
 */
public record Confusion(@JsonValue Map<String, Map<String, Integer>> counts) {
  /** A right node, what it was taken for, and how often. */
  public record Cell(String right, String said, int count) {}

  /** One answer: what is right, and what was said. */
  public record Pair(String right, String said) {}

  public static Confusion of(List<Pair> pairs) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Pair pair : pairs) {
      counts
          .computeIfAbsent(pair.right(), _ -> new TreeMap<>())
          .merge(pair.said(), 1, Integer::sum);
    }
    return new Confusion(counts);
  }

  /** Every name that was right or said, in order. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(counts.keySet());
    counts.values().forEach(row -> names.addAll(row.keySet()));
    return names;
  }

  public int count(String right, String said) {
    return counts.getOrDefault(right, Map.of()).getOrDefault(said, 0);
  }

  /** The commonest mistakes, most often first. */
  public List<Cell> mistakes(int most) {
    List<Cell> cells = new ArrayList<>();
    counts.forEach(
        (right, row) ->
            row.forEach(
                (said, count) -> {
                  if (!said.equals(right)) {
                    cells.add(new Cell(right, said, count));
                  }
                }));
    cells.sort(Comparator.comparingInt(Cell::count).reversed());
    return cells.stream().limit(most).toList();
  }
}
