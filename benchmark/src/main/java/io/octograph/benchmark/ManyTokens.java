package io.octograph.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.graph.Graph;
import io.octograph.traversal.DecisionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a decision costs among the bundled master's nodes, and among a thousand. */
final class ManyTokens {
  private static final int MANY = 1000;
  private static final int ROUNDS = 8;
  private static final String FEW_NODES = "few";
  private static final String MANY_NODES = "many";
  private static final double AIM_RATIO = 1.05;

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
    var turns = new Turns();
    for (int i = 0; i < texts.size(); i++) {
      int round = Effort.round(i, texts.size(), ROUNDS);
      // Who comes second finds the text's bytes in the caches: take turns.
      for (var graph :
          i % 2 == 0 ? List.of(subject.graph(), many) : List.of(many, subject.graph())) {
        // The one before was the other adapter's: its weights are to be in the caches again.
        subject.rig().decide(graph, texts.get((i + 1) % texts.size()), false);
        double millis = subject.rig().decide(graph, texts.get(i), false).firstMillis();
        turns.add(round, graph == many ? MANY_NODES : FEW_NODES, List.of(millis));
      }
    }
    int count = subject.graph().masterList().getFirst().edges().size();
    return Section.of(
        "tokens",
        "The decision by the number of functional tokens, %d tokens of query"
            .formatted(Decisions.USUAL_TOKENS),
        List.of(
            line(turns, FEW_NODES, count),
            line(turns, MANY_NODES, MANY),
            Line.of(
                "ratio",
                "time, many to few",
                // How many times faster the few are is how many times longer the many take.
                Figure.ratio("ratio", "", turns.faster(FEW_NODES, MANY_NODES))
                    .aiming(Aim.atMost(AIM_RATIO)))),
        "in turns, each after a decision with the same adapter that is not counted");
  }

  private static Line line(Turns turns, String who, int tokens) {
    return Line.of(who, tokens + " tokens", Figure.millis("p50_ms", "p50", turns.millis(who)))
        .counting(turns.count(who));
  }

  /** A master like the bundled one, with further neighbours whose rows are random. */
  static void write(Path bundled, Path folder) throws IOException {
    var mapper = new ObjectMapper();
    var master = (ObjectNode) mapper.readTree(bundled.resolve("master.json").toFile());
    var tokens = master.withArray("tokens");
    int added = MANY - tokens.size();
    int next =
        1
            + Stream.of("end", "none", "finish")
                .mapToInt(name -> master.path(name).path("id").asInt())
                .max()
                .orElseThrow();
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
