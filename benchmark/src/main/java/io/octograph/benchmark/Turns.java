package io.octograph.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Times of several that did the same work in turns. Machines drift; within a round they do so
 * little, so ratios are taken there.
 */
final class Turns {
  private final Map<String, SortedMap<Integer, List<Double>>> rounds = new HashMap<>();

  /**
   * How many times faster one was than another.
   *
   * @param median of the rounds' ratios
   */
  record Ratio(double median, Range rounds) {}

  /** Adds times of one to a round; the round's time is their median. */
  void add(int round, String who, List<Double> millis) {
    rounds
        .computeIfAbsent(who, _ -> new TreeMap<>())
        .computeIfAbsent(round, _ -> new ArrayList<>())
        .addAll(millis);
  }

  /** The median of one's rounds, in milliseconds. */
  double millis(String who) {
    return Samples.of(of(who).values().stream().map(Turns::median).toList()).p50();
  }

  /** How many times of one there are. */
  int count(String who) {
    return of(who).values().stream().mapToInt(List::size).sum();
  }

  /** Whether it took part. */
  boolean has(String who) {
    return rounds.containsKey(who);
  }

  /** Compares two by the rounds in which both took part, at least one. */
  Ratio faster(String who, String than) {
    var ratios = new ArrayList<Double>();
    of(who)
        .forEach(
            (round, millis) -> {
              var others = of(than).get(round);
              if (others != null) {
                ratios.add(median(others) / median(millis));
              }
            });
    var all = Samples.of(ratios);
    return new Ratio(all.p50(), new Range(all.quantile(0), all.quantile(1)));
  }

  private SortedMap<Integer, List<Double>> of(String who) {
    return rounds.getOrDefault(who, new TreeMap<>());
  }

  private static double median(List<Double> millis) {
    return Samples.of(millis).p50();
  }
}
