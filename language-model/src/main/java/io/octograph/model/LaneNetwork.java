package io.octograph.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.LaneGraphs.LaneGraph;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The graphs of {@code octograph.json}: with adapters, and several sequences a run. What a sequence
 * reads is the same to the last bit whoever else is in the run.
 *
 * <p>The graph for several lanes is loaded when two steps first come together, beside the requests;
 * until it is there they run one after the other. A model that serves one request at a time never
 * pays for it.
 */
final class LaneNetwork implements Network {
  private final ModelConfig config;
  private final EngineSettings settings;
  private final OrtEnvironment environment = Sessions.environment();
  private final LaneSession alone;
  private final Optional<LaneGraph> several;
  private final OrtSession.RunOptions withoutAdapter;
  private CompletableFuture<LaneSession> loading;

  LaneNetwork(ModelConfig config, LaneGraphs graphs, EngineSettings settings) throws OrtException {
    this.config = config;
    this.settings = settings;
    this.alone = new LaneSession(environment, config, graphs.graphs().getFirst(), settings);
    this.several =
        graphs.graphs().stream()
            .filter(graph -> graph.lanes() > 1 && graph.lanes() <= settings.decoding().lanes())
            .reduce((_, larger) -> larger);
    this.withoutAdapter = new OrtSession.RunOptions();
  }

  @Override
  public int lanes() {
    return several.map(LaneGraph::lanes).orElse(1);
  }

  @Override
  public long run(List<Step> steps, Optional<Adapter> adapter) {
    var options = adapter.map(Adapter::options).orElse(withoutAdapter);
    int rows = adapter.map(Adapter::functionalRows).filter(count -> count > 0).orElse(1);
    try {
      var together = steps.size() > 1 ? together() : Optional.of(alone);
      if (together.isPresent()) {
        return together.get().run(steps, options, rows);
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

  /** The graph for several lanes, once it is loaded; the first call begins to. */
  private Optional<LaneSession> together() {
    if (loading == null) {
      loading = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("octograph-lanes").start(this::load);
    }
    return loading.isDone() ? Optional.of(loading.join()) : Optional.empty();
  }

  private void load() {
    try {
      loading.complete(new LaneSession(environment, config, several.orElseThrow(), settings));
    } catch (OrtException | RuntimeException e) {
      loading.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    if (loading != null) {
      loading.whenComplete(
          (session, _) -> Optional.ofNullable(session).ifPresent(LaneSession::close));
    }
    withoutAdapter.close();
    alone.close();
  }
}
