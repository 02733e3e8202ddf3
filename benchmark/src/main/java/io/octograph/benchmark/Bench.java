package io.octograph.benchmark;

import ai.onnxruntime.OrtEnvironment;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.graph.Graph;
import io.octograph.model.Device;
import io.octograph.model.EngineSettings;
import io.octograph.model.EngineSettings.Decoding;
import io.octograph.model.ModelException;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run: each part in turn, memory read between them. */
final class Bench {
  private final Settings settings;
  private final EngineSettings engine;
  private final Queries queries;
  private final Consumer<String> progress;
  private final Machine machine = Machine.read();
  private final Parts parts;
  private final Memories memories = new Memories();
  private Head head;

  /**
   * Reads the questions, and measures nothing yet.
   *
   * @param progress is told what is being measured
   */
  Bench(Settings settings, Consumer<String> progress) throws IOException {
    this.settings = settings;
    this.progress = progress;
    this.parts = new Parts(progress);
    this.queries = Queries.read(settings.home());
    // No more threads than there are processors, for both sides.
    // Its figures are the whole network's, and a section of its own says what an early exit saves.
    this.engine =
        EngineSettings.defaults()
            .withDevice(Device.CPU)
            .withThreads(settings.threads())
            .withDecoding(Decoding.DEFAULT.withEarly(false));
  }

  /**
   * Measures everything. A part that fails is said to have, and the others count none the less.
   *
   * @throws DecisionException where the master cannot decide at all
   * @throws ModelException where it cannot be loaded
   */
  Report run() throws InterruptedException, DecisionException {
    var missing = bring();
    head = Head.of(machine.lines(engine.threads()), settings, engine.threads());
    try (var rig = new Rig(settings.home(), engine)) {
      var graph = load(rig);
      head = head.with(Map.of("onnxruntime", OrtEnvironment.getEnvironment().getVersion()));
      measure(new Subject(rig, graph, queries, settings.effort()), missing);
    } catch (RuntimeException e) {
      if (parts.sections().isEmpty()) {
        throw e;
      }
      parts.add(Section.failed("end", "The end of the run", e));
    }
    parts.add(memories.section());
    int millis = settings.effort().loops();
    if (millis > 0) {
      parts.measure("loops", "inner loops", () -> InnerLoops.measure(settings.home(), millis));
    }
    return new Report(head, parts.sections());
  }

  private void measure(Subject subject, Optional<String> missing) throws InterruptedException {
    parts.measure(
        "decisions",
        "decisions alone and under load",
        () -> Decisions.measure(subject, machine, memories, progress));
    parts.measure("clients", "rewrites under load", () -> Rewrites.underLoad(subject, progress));
    memories.remember("rewrites", "after rewrites");
    parts.measure("tokens", "1,000 functional tokens", () -> ManyTokens.measure(subject));
    memories.remember("worked", "after 1,000 tokens");
    parts.measure(
        "early", "early exit", () -> Early.measure(subject, settings.home(), engine, machine));
    if (settings.soak() > 0) {
      parts.measure("soak", "memory", () -> Soak.measure(subject, settings, engine, progress));
    }
    try (var rival = rival(missing)) {
      parts.measure(
          "speculation",
          "speculation",
          () -> new Speculation(subject, rival).measure(settings.home(), engine));
      parts.measure("network", "the network", () -> new Network(subject, rival).measure());
      head = head.with(rival.facts());
    }
  }

  private Graph load(Rig rig) throws InterruptedException, DecisionException {
    progress.accept("loading");
    memories.remember("before", "before loading");
    var graph = rig.graph(OneMaster.MMLU);
    long begun = System.nanoTime();
    rig.load(graph);
    double loaded = (System.nanoTime() - begun) / 1e6;
    memories.remember("loaded", "after loading");
    var first = rig.decide(graph, queries.conversations(1).getFirst(), false);
    parts.add(
        Section.of(
            "load",
            "Loading base and master, files in the page cache",
            List.of(
                Line.of(
                    "load",
                    "",
                    Figure.millis("load_ms", "load", loaded),
                    Figure.millis("first_ms", "first decision", first.totalMillis())))));
    return graph;
  }

  /** Brings llama.cpp before anything is measured, for npm takes the processors; or why not. */
  private Optional<String> bring() throws InterruptedException {
    if (!settings.llama()) {
      return Optional.of("llama.cpp was left out (--without-llama).");
    }
    try {
      new LlamaSetup(settings.home(), progress).bring();
      return Optional.empty();
    } catch (LlamaMissing e) {
      return Optional.of("llama.cpp was left out: " + e.getMessage());
    }
  }

  private Rival rival(Optional<String> missing) {
    if (missing.isPresent()) {
      return new Rival(missing.get());
    }
    progress.accept("starting llama.cpp");
    try {
      return new Rival(new LlamaSetup(settings.home(), progress).start(engine.threads()));
    } catch (IOException e) {
      return new Rival(
          "llama.cpp was left out: %s If its files are damaged, delete .octograph/llama."
              .formatted(Section.reason(e)));
    }
  }
}
