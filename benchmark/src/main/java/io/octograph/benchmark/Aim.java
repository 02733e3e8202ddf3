package io.octograph.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What a figure should reach.
 *
 * @param atLeast true where more is better
 */
record Aim(boolean atLeast, double bound) {
  /** A figure this close to its bound is undecided where its rounds disagree: 3 %. */
  private static final double CLOSE = 0.03;

  static Aim atLeast(double bound) {
    return new Aim(true, bound);
  }

  static Aim atMost(double bound) {
    return new Aim(false, bound);
  }

  Verdict verdict(double value, Optional<Range> rounds) {
    if (disagree(rounds) && Math.abs(value - bound) <= CLOSE * Math.abs(bound)) {
      return Verdict.UNDECIDED;
    }
    return (atLeast ? value >= bound : value <= bound) ? Verdict.MET : Verdict.MISSED;
  }

  String text(double value, Optional<Range> rounds) {
    var verdict = verdict(value, rounds);
    var some = disagree(rounds) && verdict != Verdict.UNDECIDED ? ", not in every round" : "";
    var said = verdict.name().toLowerCase(Locale.ROOT) + some;
    return "aim %s %s: %s".formatted(atLeast ? "≥" : "≤", Figure.number(bound), said);
  }

  void into(ObjectNode json, double value, Optional<Range> rounds) {
    json.put(atLeast ? "aim_at_least" : "aim_at_most", bound)
        .put("verdict", verdict(value, rounds).name().toLowerCase(Locale.ROOT));
  }

  private boolean disagree(Optional<Range> rounds) {
    return rounds.filter(range -> range.spans(bound)).isPresent();
  }
}
