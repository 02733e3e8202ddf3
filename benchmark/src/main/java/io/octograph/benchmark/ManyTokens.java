package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import io.octograph.graph.Graph;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a decision costs among the bundled master's nodes, and among a thousand. */
final class ManyTokens {
  private static final int MANY = 1000;
  private static final double AIM_MORE_PERCENT = 5;

  private ManyTokens() {}

  static Section measure(Subject subject)
      throws IOException, InterruptedException, DecisionException {
    var folder = Files.createTempDirectory("octograph-tokens");
    try {
      var bundled = subject.rig().adapter().file().getParent();
      write(bundled, folder);
      var many = subject.rig().graph(folder.toString());
      return measure(subject, many);
    } finally {
      for (var name : List.of("adapter.safetensors", "master.json")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  private static Section measure(Subject subject, Graph many)
      throws InterruptedException, DecisionException {
    var texts =
        subject
            .queries()
            .ofTokens(
                subject.rig().model().tokenizer(),
                Decisions.USUAL_TOKENS,
                subject.effort().decisions());
    var few = new ArrayList<Double>();
    var all = new ArrayList<Double>();
    subject.rig().decide(many, texts.getFirst(), false);
    for (int i = 0; i < texts.size(); i++) {
      // Who comes second finds the text's bytes in the caches: take turns.
      for (var graph :
          i % 2 == 0 ? List.of(subject.graph(), many) : List.of(many, subject.graph())) {
        Timed timed = subject.rig().decide(graph, texts.get(i), false);
        (graph == many ? all : few).add(timed.firstMillis());
      }
    }
    double before = Samples.of(few).p50();
    double after = Samples.of(all).p50();
    int count = subject.graph().masterList().getFirst().edges().size();
    return Section.of(
        "tokens",
        "The decision by the number of functional tokens, %d tokens of query"
            .formatted(Decisions.USUAL_TOKENS),
        List.of(
            Line.of("few", count + " tokens", Figure.millis("p50_ms", "p50", before)),
            Line.of(
                "many",
                MANY + " tokens",
                Figure.millis("p50_ms", "p50", after),
                Figure.of("more_percent", "more", 100 * (after / before - 1), "%")
                    .aiming(Aim.atMost(AIM_MORE_PERCENT)))));
  }

  /** A master like the bundled one, with further neighbours whose rows are random. */
  static void write(Path bundled, Path folder) throws IOException {
    var mapper = new ObjectMapper();
    var master = (ObjectNode) mapper.readTree(bundled.resolve("master.json").toFile());
    var tokens = master.withArray("tokens");
    int added = MANY - tokens.size();
    int next = master.path("end").path("id").asInt() + 1;
    for (int i = 0; i < added; i++) {
      tokens
          .addObject()
          .put("node", "node_" + i)
          .put("token", "<node_" + i + ">")
          .put("id", next + i);
    }
    mapper.writeValue(folder.resolve("master.json").toFile(), master);
    MoreRows.write(
        bundled.resolve("adapter.safetensors"), folder.resolve("adapter.safetensors"), added);
  }
}
