package io.octograph.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times of several that did the same work in turns. Machines drift; within a round they do so
 * little, so ratios are taken there.
 */
final class Turns {
  private final Map<String, List<Double>> medians = new LinkedHashMap<>();

  /**
   * How many times faster one was than another.
   *
   * @param median of the rounds' ratios
   * @param low the round in which it was least
   * @param high and most
   */
  record Ratio(double median, double low, double high) {}

  /** Adds a round of one. */
  void add(String who, List<Double> millis) {
    medians.computeIfAbsent(who, _ -> new ArrayList<>()).add(Samples.of(millis).p50());
  }

  /** The median of one's rounds, in milliseconds. */
  double millis(String who) {
    return Samples.of(medians.get(who)).p50();
  }

  /** Whether it took part. */
  boolean has(String who) {
    return medians.containsKey(who);
  }

  /** Compares two with the same number of rounds. */
  Ratio faster(String who, String than) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < medians.get(who).size(); round++) {
      ratios.add(medians.get(than).get(round) / medians.get(who).get(round));
    }
    var sorted = Samples.of(ratios);
    return new Ratio(sorted.p50(), sorted.quantile(0), sorted.quantile(1));
  }
}
