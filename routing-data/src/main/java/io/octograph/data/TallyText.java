package io.octograph.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A tally for people: one line while it runs, a table at the end. */
final class TallyText {
  private static final int WIDEST = 110;

  private TallyText() {}

  /** What matters most stands first: a narrow terminal cuts the end off. */
  static String line(Tally tally) {
    return "%s of %s rows · %s · %s refused · %s requests · %s tokens%s"
        .formatted(
            number(tally.rowsKept()),
            number(tally.rowsWanted()),
            left(tally.secondsLeft()),
            number(tally.refusedRows()),
            number(tally.used().requests()),
            brief(tally.used().tokens()),
            furthestBehind(tally).map(text -> " · " + text).orElse(""));
  }

  private static Optional<String> furthestBehind(Tally tally) {
    return tally.wanted().entrySet().stream()
        .min(
            Comparator.comparingDouble(
                slot -> kept(tally, slot.getKey()) / (double) slot.getValue()))
        .map(
            slot ->
                "least: %s %d/%d"
                    .formatted(
                        slot.getKey().key().replace("//", "/"),
                        kept(tally, slot.getKey()),
                        slot.getValue()));
  }

  /** Rows by node and form, refused rows by reason, and what was used. */
  static String table(Tally tally) {
    StringBuilder text = new StringBuilder(rows(tally));
    if (tally.refusedRows() > 0) {
      text.append("refused %s%n".formatted(number(tally.refusedRows())));
      tally.refused().entrySet().stream()
          .sorted(Map.Entry.<Reason, Integer>comparingByValue().reversed())
          .forEach(reason -> text.append(refused(reason, tally.examples())));
    }
    return text.append(
            "used %s requests, %s tokens (%s of prompts, %s of answers)%n"
                .formatted(
                    number(tally.used().requests()),
                    number(tally.used().tokens()),
                    number(tally.used().prompt()),
                    number(tally.used().completion())))
        .toString();
  }

  private static String refused(Map.Entry<Reason, Integer> reason, Map<Reason, String> examples) {
    String example = examples.getOrDefault(reason.getKey(), "").replaceAll("\\s+", " ").strip();
    String line =
        "  %6s  %s%s"
            .formatted(
                number(reason.getValue()),
                reason.getKey().words(),
                example.isEmpty() ? "" : ", e.g. " + example);
    return (line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line)
        + System.lineSeparator();
  }

  private static String rows(Tally tally) {
    List<Form> forms =
        Arrays.stream(Form.values())
            .filter(form -> tally.wanted().keySet().stream().anyMatch(slot -> slot.form() == form))
            .toList();
    Map<String, Map<Form, int[]>> cells = new LinkedHashMap<>();
    for (var slot : tally.wanted().entrySet()) {
      for (String line : List.of(slot.getKey().node(), "all")) {
        int[] cell =
            cells
                .computeIfAbsent(line, any -> new EnumMap<>(Form.class))
                .computeIfAbsent(slot.getKey().form(), any -> new int[2]);
        cell[0] += kept(tally, slot.getKey());
        cell[1] += slot.getValue();
      }
    }
    var all = cells.remove("all");
    cells.remove("");
    cells.put("all", all);
    int width = cells.keySet().stream().mapToInt(String::length).max().orElseThrow();
    StringBuilder text = new StringBuilder(" ".repeat(width));
    forms.forEach(form -> text.append("%15s".formatted(form.label())));
    for (var line : cells.entrySet()) {
      String row =
          forms.stream().map(form -> cell(line.getValue().get(form))).collect(Collectors.joining());
      text.append(System.lineSeparator())
          .append((line.getKey() + " ".repeat(width)).substring(0, width))
          .append(row.stripTrailing());
    }
    return text.append(System.lineSeparator()).toString();
  }

  private static String cell(int[] cell) {
    return "%15s".formatted(cell == null ? "" : number(cell[0]) + "/" + number(cell[1]));
  }

  private static int kept(Tally tally, Slot slot) {
    return tally.kept().getOrDefault(slot, 0);
  }

  private static String left(long seconds) {
    if (seconds < 0) {
      return "no pace yet";
    }
    return seconds < 90
        ? seconds + " s left"
        : seconds < 5400 ? Math.round(seconds / 60.0) + " min left" : hours(seconds) + " h left";
  }

  private static String hours(long seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds / 3600.0);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String brief(long value) {
    return value < 10_000
        ? number(value)
        : value < 10_000_000 ? value / 1000 + "k" : value / 1_000_000 + "M";
  }
}
