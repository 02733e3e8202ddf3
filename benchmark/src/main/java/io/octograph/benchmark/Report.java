package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that one run measured. */
record Report(Head head, List<Section> sections) {
  Report {
    sections = List.copyOf(sections);
  }

  /**
   * What belongs together.
   *
   * @param id a key of the JSON report
   * @param notes what a reader must know of these figures, and what was left out and why
   */
  record Section(String id, String title, List<Line> lines, List<String> notes) {
    Section {
      lines = List.copyOf(lines);
      notes = List.copyOf(notes);
    }

    static Section of(String id, String title, List<Line> lines, String... notes) {
      return new Section(id, title, lines, List.of(notes));
    }

    /** A part that failed; the others count none the less. */
    static Section failed(String id, String title, Exception failure) {
      return of(id, title, List.of(), "not measured: " + reason(failure));
    }

    static String reason(Exception failure) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    String text() {
      int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
      var rows =
          lines.stream()
              .map(
                  line ->
                      "  %%-%ds  %%s%n"
                          .formatted(Math.max(1, width))
                          .formatted(line.label(), line.text()));
      return "%n%s%n".formatted(title)
          + rows.collect(Collectors.joining())
          + notes.stream().map("  %s%n"::formatted).collect(Collectors.joining());
    }
  }

  /**
   * Figures of one case.
   *
   * @param id a key within its section, such as {@code 64}
   * @param label for a reader, such as {@code 64 tokens}
   * @param samples how many times were measured; 0 where that says nothing
   */
  record Line(String id, String label, List<Figure> figures, int samples) {
    Line {
      figures = List.copyOf(figures);
    }

    static Line of(String id, String label, Figure... figures) {
      return new Line(id, label, List.of(figures), 0);
    }

    Line counting(int times) {
      return new Line(id, label, figures, times);
    }

    String text() {
      var counted = samples > 0 ? Stream.of("n " + samples) : Stream.<String>empty();
      return Stream.concat(figures.stream().map(Figure::text), counted)
          .collect(Collectors.joining("  "));
    }
  }

  /** Aims with this outcome. */
  long aims(Verdict verdict) {
    return sections.stream()
        .flatMap(section -> section.lines().stream())
        .flatMap(line -> line.figures().stream())
        .filter(figure -> figure.verdict().filter(verdict::equals).isPresent())
        .count();
  }

  /** For a reader at a terminal. */
  String text() {
    return head.text()
        + sections.stream().map(Section::text).collect(Collectors.joining())
        + "%nAims: %d met, %d missed, %d undecided%n"
            .formatted(aims(Verdict.MET), aims(Verdict.MISSED), aims(Verdict.UNDECIDED));
  }

  /** For a script: sections, lines and figures by their ids. */
  ObjectNode json() {
    var json = new ObjectMapper().createObjectNode();
    head.into(json);
    var all = json.putObject("sections");
    for (var section : sections) {
      var one = all.putObject(section.id());
      one.put("title", section.title());
      section.notes().forEach(one.putArray("notes")::add);
      var lines = one.putObject("lines");
      for (var line : section.lines()) {
        var figures = lines.putObject(line.id());
        line.figures().forEach(figure -> figure.into(figures));
        if (line.samples() > 0) {
          figures.put("samples", line.samples());
        }
      }
    }
    var aims = json.putObject("aims");
    for (var verdict : Verdict.values()) {
      aims.put(verdict.name().toLowerCase(Locale.ROOT), aims(verdict));
    }
    return json;
  }
}
