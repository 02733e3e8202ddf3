package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.Bundled;
import io.octograph.model.EngineSettings;
import io.octograph.model.EngineSettings.Decoding;
import io.octograph.model.Models;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Guessing ahead and sharing runs change how fast a decision is made, not what it says. */
class SpeculationTest {
  private static final Path ROWS = Path.of("..", "training", "data");
  private static final Pattern QUERY = Pattern.compile("\"query\": ?\"([^\"\\\\]+)\"");

  private static List<String> queries() throws Exception {
    var all = new ArrayList<String>();
    for (var file : List.of("physics_gpt", "law_gpt", "compound", "history-zh")) {
      var rows = Files.readAllLines(ROWS.resolve(file + ".jsonl"));
      for (int i = 0; i < rows.size() && all.size() % 5 < 4; i += rows.size() / 4) {
        var query = QUERY.matcher(rows.get(i));
        if (query.find()) {
          all.add(query.group(1));
        }
      }
      all.add("Tell me the result of derivative of x^3 when x is 2? " + file);
    }
    return all;
  }

  private static List<List<Chosen>> decideAll(Models models, List<String> queries, int atOnce)
      throws Exception {
    var masters = new Masters(models);
    var asks = new Asks(Asks.NODES, true, List.of(), 4);
    var results = new ArrayList<Future<List<Chosen>>>();
    var all = new ArrayList<List<Chosen>>();
    try (var threads = Executors.newFixedThreadPool(atOnce)) {
      for (var query : queries) {
        results.add(
            threads.submit(() -> masters.decide(asks.of(Message.user(query)), _ -> {}).calls()));
      }
      for (var result : results) {
        all.add(result.get());
      }
    }
    return all;
  }

  private static int nearly(double a, double b) {
    return Math.abs(a - b) < 1e-5 ? 0 : Double.compare(a, b);
  }

  @Test
  void theCallsAreThoseOfPlainGreedyDecoding() throws Exception {
    var queries = queries();
    assertThat(queries).hasSizeGreaterThan(12);
    var plain = EngineSettings.defaults().withDecoding(new Decoding(1, false, false, 32));
    try (var models = new Models(Bundled.MODELS, plain)) {
      var expected = decideAll(models, queries, 1);
      assertThat(models.get(Models.BUNDLED).stats().counts().guessed()).isZero();
      try (var quick = new Models(Bundled.MODELS, EngineSettings.defaults())) {
        // The functional logits' own sums may differ in their last bit: nothing follows from them.
        assertThat(decideAll(quick, queries, 1))
            .usingRecursiveComparison()
            .withComparatorForType(SpeculationTest::nearly, Double.class)
            .isEqualTo(expected);
        var alone = quick.get(Models.BUNDLED).stats().counts();
        assertThat(alone.accepted()).isPositive().isLessThan(alone.guessed());
        assertThat(decideAll(quick, queries, 8))
            .usingRecursiveComparison()
            .withComparatorForType(SpeculationTest::nearly, Double.class)
            .isEqualTo(expected);
        var together = quick.get(Models.BUNDLED).stats().counts().minus(alone);
        assertThat(together.shared()).isPositive();
      }
    }
  }
}
