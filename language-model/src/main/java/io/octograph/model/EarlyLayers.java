package io.octograph.model;

import ai.onnxruntime.OrtException;
import io.octograph.model.LaneGraphs.EarlyGraph;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lower layers of a {@link LaneNetwork}, for decisions that may be known there. Their graph and
 * an adapter's weights for it are loaded when they are first wanted, beside the requests; what
 * cannot be loaded or run is logged, and decisions then take the whole network.
 */
final class EarlyLayers implements AutoCloseable {
  private static final String WITHOUT = "All decisions take the whole network.";

  private final LaneGraphs graphs;
  private final EarlyGraph graph;
  private final Beside<EarlySession> session;
  private final Map<Adapter, Beside<Adapter>> adapters = new ConcurrentHashMap<>();

  EarlyLayers(ModelConfig config, LaneGraphs graphs, EarlyGraph graph, EngineSettings settings) {
    this.graphs = graphs;
    this.graph = graph;
    this.session =
        new Beside<>(
            "The graph %s".formatted(graph.onnxFile()),
            WITHOUT,
            () -> new EarlySession(config, graph, settings));
  }

  /** Whether they can be run with this adapter now. */
  boolean ready(Adapter adapter) {
    return session.get().isPresent() && weights(adapter).get().isPresent();
  }

  /** As {@link Network#look}. */
  Optional<float[]> run(Step step, Adapter adapter) {
    var lower = weights(adapter);
    var weights = lower.get();
    var open = session.get();
    if (weights.isEmpty() || open.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(open.get().run(step, weights.get().options()));
    } catch (OrtException e) {
      lower.fail(e);
      return Optional.empty();
    }
  }

  /** Those of the adapter's weights that these layers have. */
  private Beside<Adapter> weights(Adapter adapter) {
    return adapters.computeIfAbsent(
        adapter,
        whole ->
            new Beside<>(
                "The adapter %s in the graph %s".formatted(whole.file(), graph.onnxFile()),
                WITHOUT,
                () -> whole.lower(graphs.fused(), graph.depth())));
  }

  @Override
  public void close() {
    adapters.values().forEach(Beside::close);
    session.close();
  }
}
