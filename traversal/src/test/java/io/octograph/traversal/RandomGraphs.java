package io.octograph.traversal;

import io.octograph.graph.ByWorker;
import io.octograph.graph.Combine;
import io.octograph.graph.Embedded;
import io.octograph.graph.Graph;
import io.octograph.graph.Headings;
import io.octograph.graph.Limits;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.graph.Price;
import io.octograph.graph.Rewrite;
import io.octograph.graph.Scale;
import io.octograph.graph.Worker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Graphs that no reader would let pass: full of cycles, with joins and fallbacks at random. */
final class RandomGraphs {
  private static final int NODES = 8;

  private RandomGraphs() {}

  static Graph of(Random random) {
    var nodes = new LinkedHashMap<String, Node>();
    for (int i = 0; i < NODES; i++) {
      var node = i < NODES / 2 ? master(i, random) : worker(i, random);
      nodes.put(node.name(), node);
    }
    var limits =
        new Limits(
            1 + random.nextInt(6),
            1 + random.nextInt(12),
            Duration.ofSeconds(120),
            Double.POSITIVE_INFINITY);
    return new Graph("random", 1, "n0", Optional.empty(), nodes, limits);
  }

  private static Node master(int i, Random random) {
    return new Master(
        "n" + i, "", "m", Optional.empty(), edges(random), Optional.empty(), 0, combine(random));
  }

  private static Combine combine(Random random) {
    return random.nextBoolean() ? new Headings() : new ByWorker(workerName(random));
  }

  private static String workerName(Random random) {
    return "n" + (NODES / 2 + random.nextInt(NODES / 2));
  }

  private static Node worker(int i, Random random) {
    return new Worker(
        "n" + i,
        "",
        "",
        "",
        new Embedded(),
        Rewrite.REPLACE,
        workers(random),
        Duration.ofSeconds(60),
        Price.FREE,
        Scale.DEFAULT,
        random.nextBoolean() ? edges(random) : List.of(),
        Optional.of("n" + random.nextInt(NODES / 2)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> edges(Random random) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(i -> "n" + random.nextInt(NODES))
        .distinct()
        .toList();
  }

  private static List<String> workers(Random random) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> workerName(random))
        .distinct()
        .toList();
  }
}
