package io.octograph.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One measured value.
 *
 * @param id within its line, such as {@code p50_ms}; a key of the JSON report
 * @param name for a reader, such as {@code p50}; may be empty
 * @param unit such as {@code ms} or {@code tokens/s}; {@code ×} for a ratio
 * @param rounds where it is the median of several, how far they lie apart
 */
record Figure(
    String id, String name, double value, String unit, Optional<Range> rounds, Optional<Aim> aim) {
  static Figure of(String id, String name, double value, String unit) {
    return new Figure(id, name, value, unit, Optional.empty(), Optional.empty());
  }

  static Figure millis(String id, String name, double value) {
    return of(id, name, value, "ms");
  }

  /** How many times faster one was than another. */
  static Figure ratio(String id, String name, Turns.Ratio ratio) {
    return new Figure(id, name, ratio.median(), "×", Optional.of(ratio.rounds()), Optional.empty());
  }

  Figure aiming(Aim at) {
    return new Figure(id, name, value, unit, rounds, Optional.of(at));
  }

  Optional<Verdict> verdict() {
    return aim.map(at -> at.verdict(value, rounds));
  }

  String text() {
    var said = (name + " " + number(value) + " " + unit).strip();
    var more =
        Stream.of(rounds.map(Range::text), aim.map(at -> at.text(value, rounds)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return more.isEmpty() ? said : "%s (%s)".formatted(said, more);
  }

  void into(ObjectNode line) {
    var json = line.putObject(id).put("value", value).put("unit", unit);
    rounds.ifPresent(range -> json.put("low", range.low()).put("high", range.high()));
    aim.ifPresent(at -> at.into(json, value, rounds));
  }

  /** Three digits or all before the point, whichever are more. */
  static String number(double value) {
    double size = Math.abs(value);
    int places = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + places + "f", value);
  }
}
