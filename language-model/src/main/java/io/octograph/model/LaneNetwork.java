package io.octograph.model;

import ai.onnxruntime.OrtException;
import io.octograph.model.LaneGraphs.LaneGraph;
import java.util.List;
import java.util.Optional;

/**
 * The graphs of {@code octograph.json}: with adapters, and several sequences a run. What a sequence
 * reads is the same to the last bit whoever else is in the run.
 *
 * <p>The graph for several lanes is loaded when two steps first come together, beside the requests;
 * until it is there they run one after the other. A model that serves one request at a time never
 * pays for it, and one whose decisions are all followed by rewrites not for the lower layers apart.
 */
final class LaneNetwork implements Network {
  private final LaneSession alone;
  private final int lanes;
  private final Optional<Beside<LaneSession>> several;
  private final Optional<EarlyLayers> early;
  private final RunStats stats;

  LaneNetwork(
      ModelConfig config,
      LaneGraphs graphs,
      EngineSettings settings,
      CacheMemory.Location caches,
      RunStats stats)
      throws OrtException {
    this.stats = stats;
    this.alone = new LaneSession(config, graphs.graphs().getFirst(), settings, caches);
    var largest =
        graphs.graphs().stream()
            .filter(graph -> graph.lanes() > 1 && graph.lanes() <= settings.decoding().lanes())
            .reduce((_, larger) -> larger);
    this.lanes = largest.map(LaneGraph::lanes).orElse(1);
    this.several =
        largest.map(
            graph ->
                new Beside<>(
                    "The graph %s".formatted(graph.onnxFile()),
                    "Steps of several requests run one after the other.",
                    () -> new LaneSession(config, graph, settings, caches)));
    this.early =
        graphs
            .early()
            .filter(_ -> settings.early())
            .map(graph -> new EarlyLayers(config, graphs, graph, settings));
  }

  @Override
  public int lanes() {
    return several.filter(session -> !session.failed()).isPresent() ? lanes : 1;
  }

  /** That of the graph for one lane: the others' runs take its caches too. */
  @Override
  public CacheMemory memory() {
    return alone.memory();
  }

  @Override
  public long run(List<Step> steps, Optional<Adapter> adapter) {
    // Sequences without an adapter go on the plain graph.
    var options = adapter.orElseThrow().options();
    int rows = Math.max(1, adapter.get().functionalRows());
    try {
      var together = steps.size() > 1 ? several.flatMap(Beside::get) : Optional.of(alone);
      if (together.isPresent()) {
        long nanos = together.get().run(steps, options, rows);
        if (steps.size() > 1) {
          stats.shared();
        }
        return nanos;
      }
      long nanos = 0;
      for (var step : steps) {
        nanos += alone.run(List.of(step), options, rows);
      }
      return nanos;
    } catch (OrtException e) {
      throw new ModelException("ONNX Runtime failed: %s".formatted(e.getMessage()), e);
    }
  }

  @Override
  public boolean looks(Adapter adapter) {
    return early.isPresent() && early.get().ready(adapter);
  }

  @Override
  public Optional<float[]> look(Step step, Adapter adapter) {
    return early.flatMap(layers -> layers.run(step, adapter));
  }

  @Override
  public void close() {
    several.ifPresent(Beside::close);
    early.ifPresent(EarlyLayers::close);
    alone.close();
  }
}
