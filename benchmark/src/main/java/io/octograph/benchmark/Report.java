package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that one run measured.
 *
 * @param machine where, a line each
 */
record Report(List<String> machine, List<Section> sections) {
  Report {
    machine = List.copyOf(machine);
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
   */
  record Line(String id, String label, List<Figure> figures) {
    Line {
      figures = List.copyOf(figures);
    }

    static Line of(String id, String label, Figure... figures) {
      return new Line(id, label, List.of(figures));
    }

    String text() {
      return figures.stream().map(Figure::text).collect(Collectors.joining("   "));
    }
  }

  /** Aims that were not reached. */
  long missed() {
    return sections.stream()
        .flatMap(section -> section.lines().stream())
        .flatMap(line -> line.figures().stream())
        .filter(figure -> figure.aim().filter(aim -> !aim.met(figure.value())).isPresent())
        .count();
  }

  /** For a reader at a terminal. */
  String text() {
    return String.join("\n", machine)
        + "\n"
        + sections.stream().map(Section::text).collect(Collectors.joining());
  }

  /** For a script: sections, lines and figures by their ids. */
  ObjectNode json() {
    var json = new ObjectMapper().createObjectNode();
    machine.forEach(json.putArray("machine")::add);
    var all = json.putObject("sections");
    for (var section : sections) {
      var one = all.putObject(section.id());
      one.put("title", section.title());
      section.notes().forEach(one.putArray("notes")::add);
      var lines = one.putObject("lines");
      for (var line : section.lines()) {
        var figures = lines.putObject(line.id());
        line.figures().forEach(figure -> figure.into(figures));
      }
    }
    return json;
  }
}
