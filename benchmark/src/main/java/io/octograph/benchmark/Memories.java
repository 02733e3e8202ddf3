package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import java.util.ArrayList;
import java.util.List;

/** Memory at several points of a run. */
final class Memories {
  private final List<Line> lines = new ArrayList<>();

  /** Reads it now; the label begins with {@code after} or {@code before}. */
  void remember(String id, String label) {
    lines.add(new Line(id, label, Memory.figures(), 0));
  }

  Section section() {
    return Section.of("memory", "Memory of this process", lines);
  }
}
