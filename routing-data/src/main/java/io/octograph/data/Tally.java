package io.octograph.data;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run is.
 *
 * @param wanted rows by slot
 * @param kept rows by slot, those of runs before included
 * @param before how many of them were there when this run began
 * @param refused rows by reason, of all runs
 * @param examples one of each reason, of this run
 * @param used of all runs
 * @param millis that this run has taken
 */
record Tally(
    Map<Slot, Integer> wanted,
    Map<Slot, Integer> kept,
    int before,
    Map<Reason, Integer> refused,
    Map<Reason, String> examples,
    Usage used,
    long millis) {
  Tally {
    wanted = new LinkedHashMap<>(wanted);
    kept = new LinkedHashMap<>(kept);
    refused = refused.isEmpty() ? new EnumMap<>(Reason.class) : new EnumMap<>(refused);
    examples = examples.isEmpty() ? new EnumMap<>(Reason.class) : new EnumMap<>(examples);
  }

  int rowsWanted() {
    return wanted.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Rows that were wanted and are there; more than are wanted do not count. */
  int rowsKept() {
    return wanted.entrySet().stream()
        .mapToInt(slot -> Math.min(slot.getValue(), kept.getOrDefault(slot.getKey(), 0)))
        .sum();
  }

  int refusedRows() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** At the pace of this run; -1 before it has a pace. */
  long secondsLeft() {
    int written = rowsKept() - before;
    return written <= 0 ? -1 : millis * (rowsWanted() - rowsKept()) / written / 1000;
  }
}
