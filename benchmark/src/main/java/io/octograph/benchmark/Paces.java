package io.octograph.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Milliseconds a token of several that wrote the same in turns. Rewrites differ in length, so a
 * round's pace is all its time over all its tokens.
 */
final class Paces {
  private final Map<String, SortedMap<Integer, Sum>> rounds = new HashMap<>();

  private record Sum(double millis, int tokens, int times) {
    Sum plus(Sum other) {
      return new Sum(millis + other.millis, tokens + other.tokens, times + other.times);
    }
  }

  /** Adds what one wrote, unless it is nothing. */
  void add(int round, String who, double millis, int tokens) {
    if (tokens > 0) {
      rounds
          .computeIfAbsent(who, _ -> new TreeMap<>())
          .merge(round, new Sum(millis, tokens, 1), Sum::plus);
    }
  }

  boolean has(String who) {
    return rounds.containsKey(who);
  }

  /** How often one wrote. */
  int count(String who) {
    return total(who).times();
  }

  double millisPerToken(String who) {
    return total(who).millis() / total(who).tokens();
  }

  /** Compares two by the rounds in which both took part, at least one. */
  Turns.Ratio faster(String who, String than) {
    var turns = new Turns();
    rounds.forEach(
        (name, all) ->
            all.forEach(
                (round, sum) -> turns.add(round, name, List.of(sum.millis() / sum.tokens()))));
    return turns.faster(who, than);
  }

  private Sum total(String who) {
    return rounds.get(who).values().stream().reduce(new Sum(0, 0, 0), Sum::plus);
  }
}
