package io.octograph.benchmark;

import io.octograph.benchmark.Load.Question;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.model.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Watches resident memory over many decisions. */
final class Soak {
  /** Memory is read after each tenth. */
  static final int PARTS = 10;

  private static final int CLIENTS = 4;

  /** One decision of so many writes its query anew. */
  private static final int REWRITE_EACH = 20;

  private static final double AIM_GROWTH_PERCENT = 2;

  private Soak() {}

  /** With all that is on where nobody sets anything: early exits, lookups, shared runs. */
  static Section measure(
      Subject subject, Settings settings, EngineSettings engine, Consumer<String> progress)
      throws InterruptedException {
    var usual = engine.withDecoding(EngineSettings.Decoding.DEFAULT);
    try (var rig = new Rig(settings.home(), usual)) {
      var soaked = new Subject(rig, subject.graph(), subject.queries(), subject.effort());
      return measure(soaked, settings.soak(), progress);
    }
  }

  private static Section measure(Subject subject, int decisions, Consumer<String> progress)
      throws InterruptedException {
    var conversations = subject.queries().conversations(decisions / PARTS);
    var questions = new ArrayList<Question>();
    for (int i = 0; i < conversations.size(); i++) {
      questions.add(new Question(conversations.get(i), i % REWRITE_EACH == 0));
    }
    var lines = new ArrayList<Line>();
    var resident = new ArrayList<Double>();
    for (int part = 1; part <= PARTS; part++) {
      Load.run(subject.rig(), subject.graph(), CLIENTS, questions);
      int done = part * questions.size();
      var memory = Memory.read();
      if (memory.isPresent()) {
        double now = memory.get().now();
        resident.add(now);
        lines.add(new Line("after_" + done, done + "", Memory.figures(), 0));
        progress.accept("memory after %d decisions: %.0f MiB".formatted(done, now));
      }
    }
    if (resident.isEmpty()) {
      return Section.of(
          "soak", "Memory", List.of(), "not read: this machine has no /proc/self/status");
    }
    double growth = 100 * (resident.getLast() / resident.getFirst() - 1);
    lines.add(
        Line.of(
            "growth",
            "growth since the first tenth",
            Figure.of("percent", "", growth, "%").aiming(Aim.atMost(AIM_GROWTH_PERCENT))));
    return Section.of(
        "soak",
        "Resident memory after so many decisions, %d clients, one in %d with its rewrite"
            .formatted(CLIENTS, REWRITE_EACH),
        lines);
  }
}
