package io.octograph.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param id within its line, such as {@code p50_ms}; a key of the JSON report
 * @param name for a reader, such as {@code p50}; may be empty
 * @param unit such as {@code ms} or {@code tokens/s}; {@code ×} for a ratio
 */
record Figure(String id, String name, double value, String unit, Optional<Aim> aim) {
  static Figure of(String id, String name, double value, String unit) {
    return new Figure(id, name, value, unit, Optional.empty());
  }

  static Figure millis(String id, String name, double value) {
    return of(id, name, value, "ms");
  }

  Figure aiming(Aim at) {
    return new Figure(id, name, value, unit, Optional.of(at));
  }

  String text() {
    var said = (name + " " + number(value) + " " + unit).strip();
    return aim.map(at -> said + " (" + at.text(value) + ")").orElse(said);
  }

  void into(ObjectNode line) {
    var json = line.putObject(id).put("value", value).put("unit", unit);
    aim.ifPresent(at -> at.into(json, value));
  }

  /** Three digits or all before the point, whichever are more. */
  static String number(double value) {
    double size = Math.abs(value);
    int places = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + places + "f", value);
  }
}
