package io.octograph.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a figure should reach.
 *
 * @param atLeast true where more is better
 */
record Aim(boolean atLeast, double bound) {
  static Aim atLeast(double bound) {
    return new Aim(true, bound);
  }

  static Aim atMost(double bound) {
    return new Aim(false, bound);
  }

  boolean met(double value) {
    return atLeast ? value >= bound : value <= bound;
  }

  String text(double value) {
    return "aim %s %s: %s"
        .formatted(atLeast ? "≥" : "≤", Figure.number(bound), met(value) ? "met" : "missed");
  }

  void into(ObjectNode json, double value) {
    json.put(atLeast ? "aim_at_least" : "aim_at_most", bound).put("met", met(value));
  }
}
