package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.graph.Graph;
import io.octograph.model.Device;
import io.octograph.model.EngineSettings;
import io.octograph.model.EngineSettings.Decoding;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One run: each part in turn, memory read between them. */
final class Bench {
  private final Settings settings;
  private final Queries queries;
  private final Consumer<String> progress;
  private final Machine machine = Machine.read();
  private final List<Section> sections = new ArrayList<>();
  private final List<Line> memory = new ArrayList<>();

  /**
   * Reads the questions, and measures nothing yet.
   *
   * @param progress is told what is being measured
   */
  Bench(Settings settings, Consumer<String> progress) throws IOException {
    this.settings = settings;
    this.progress = progress;
    this.queries = Queries.read(settings.home());
  }

  /**
   * Measures everything.
   *
   * @throws DecisionException where a master cannot decide
   */
  Report run() throws IOException, InterruptedException, DecisionException {
    var head = machine.lines(settings.threads());
    var effort = settings.effort();
    // Its figures are the whole network's, and its own section says what an early exit saves.
    var engine =
        EngineSettings.defaults()
            .withDevice(Device.CPU)
            .withThreads(settings.threads())
            .withDecoding(Decoding.DEFAULT.withEarly(false));
    try (var rig = new Rig(settings.home(), engine)) {
      var graph = load(rig);
      progress.accept("warming up");
      var warming = Load.questions(queries.conversations(effort.warm()), true);
      Load.run(rig, graph, 1, warming);
      // The graph for several lanes is loaded when requests first meet.
      Load.run(rig, graph, 4, warming);
      var subject = new Subject(rig, graph, queries, effort);
      part("decisions alone and under load", () -> Decisions.measure(subject, machine, progress));
      part("rewrites under load", () -> Rewrites.underLoad(subject, progress));
      part("1,000 functional tokens", () -> ManyTokens.measure(subject));
      remember("worked", "after all that");
      if (settings.soak() > 0) {
        part("memory", () -> Soak.measure(subject, settings.soak(), progress));
      }
      part("speculation", () -> Rewrites.speculation(subject, settings.home(), engine));
      part("early exit", () -> Early.measure(subject, settings.home(), engine));
      part("the network", () -> network(subject));
    }
    sections.add(Section.of("memory", "Resident memory of this process", memory));
    if (effort.loops() > 0) {
      part("inner loops", () -> InnerLoops.measure(settings.home(), effort.loops()));
    }
    return new Report(head, sections);
  }

  private interface Part {
    Section measure() throws IOException, InterruptedException, DecisionException;
  }

  private void part(String name, Part part)
      throws IOException, InterruptedException, DecisionException {
    progress.accept(name);
    sections.add(part.measure());
  }

  private Graph load(Rig rig) throws InterruptedException, DecisionException {
    progress.accept("loading");
    remember("before", "before the model is loaded");
    var graph = rig.graph(Rig.MMLU);
    long begun = System.nanoTime();
    rig.load(graph);
    double loaded = (System.nanoTime() - begun) / 1e6;
    remember("loaded", "after loading");
    var first = rig.decide(graph, queries.conversations(1).getFirst(), false);
    sections.add(
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

  private Section network(Subject subject) throws IOException, InterruptedException {
    if (!settings.llama()) {
      return new Network(subject).measure("llama.cpp was left out (--without-llama).");
    }
    try (var llama = new LlamaSetup(settings.home(), progress).start(settings.threads())) {
      progress.accept("the network and llama.cpp in turns");
      return new Network(subject).measure(llama);
    } catch (LlamaMissing e) {
      return new Network(subject).measure("llama.cpp was left out: " + e.getMessage());
    }
  }

  private void remember(String id, String label) {
    Memory.read()
        .ifPresent(
            read ->
                memory.add(
                    Line.of(
                        id,
                        label,
                        Figure.of("rss_mib", "", read.now(), "MiB"),
                        Figure.of("most_mib", "most so far", read.most(), "MiB"))));
  }
}
