package io.octograph.graph;

import java.util.List;
import java.util.Optional;

/** What every part of one reading shares: where problems go, variables, and lines. */
record Reading(Report report, Variables variables, Lines lines) {

  /** The fields of a mapping; none, after a problem, where there is no mapping. */
  Fields fields(Yaml yaml, Part part) {
    if (yaml instanceof Yaml.Mapping mapping) {
      return new Fields(mapping, part, this);
    }
    report.add(
        yaml.line(),
        part.node(),
        "%s is %s, not a mapping of fields.".formatted(part.capitalTitle(), Fields.kind(yaml)),
        "Write its fields, one a line: " + String.join(", ", part.known()) + ".");
    return Fields.none(yaml.line(), part, this);
  }

  /**
   * A part of the file that has fields.
   *
   * @param path for {@link Lines}
   * @param title for sentences: "the limits", "the worker math_gpt"
   * @param known names of its fields
   */
  record Part(String path, String title, Optional<String> node, List<String> known) {
    String capitalTitle() {
      return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
  }
}
