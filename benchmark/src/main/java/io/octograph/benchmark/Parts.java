package io.octograph.benchmark;

import io.octograph.benchmark.Report.Section;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The parts of a run: one that fails is said to have, and the others count none the less. */
final class Parts {
  private final Consumer<String> progress;
  private final List<Section> sections = new ArrayList<>();

  /** A part by itself. */
  interface Part {
    Section measure() throws IOException, InterruptedException, DecisionException;
  }

  Parts(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Measures one.
   *
   * @param id of its section where it fails
   * @param name for a reader
   */
  void measure(String id, String name, Part part) throws InterruptedException {
    progress.accept(name);
    try {
      sections.add(part.measure());
    } catch (IOException | DecisionException | RuntimeException e) {
      sections.add(Section.failed(id, name, e));
    }
  }

  void add(Section section) {
    sections.add(section);
  }

  List<Section> sections() {
    return List.copyOf(sections);
  }
}
