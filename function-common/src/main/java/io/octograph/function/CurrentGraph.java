package io.octograph.function;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.graph.Graph;
import io.octograph.graph.GraphFile;
import io.octograph.graph.GraphReader;
import io.octograph.graph.Problem;
import io.octograph.graph.ReadyGraphs;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The graph in use. Its file is looked at every second: a new one is taken over once all checks are
 * content, a bad one keeps the old graph and says so in log, health and metrics.
 */
@Startup
@Singleton
public class CurrentGraph {
  private static final Logger LOG = Logger.getLogger(CurrentGraph.class);
  private static final long LOOK_MILLIS = 1000;

  private final GraphFile file;
  private final MeterRegistry metrics;
  private final Iterable<GraphCheck> checks;
  private volatile Graph graph;
  private volatile List<Problem> objections = List.of();

  @Inject
  CurrentGraph(
      OctographConfig config, MeterRegistry metrics, Vertx vertx, Instance<GraphCheck> checks) {
    this(open(config.graph()), metrics, checks);
    vertx.setPeriodic(LOOK_MILLIS, timer -> Thread.startVirtualThread(this::refresh));
  }

  CurrentGraph(GraphFile file, MeterRegistry metrics, Iterable<GraphCheck> checks) {
    this.file = file;
    this.metrics = metrics;
    this.checks = checks;
    this.graph = file.graph();
    Gauge.builder("octograph.graph.version", this, current -> current.graph().version())
        .description("Version of the graph in use")
        .register(metrics);
    Gauge.builder("octograph.graph.problems", this, current -> current.problems().size())
        .description("Problems of the graph's file as it is now; above 0 the old graph stays")
        .register(metrics);
    LOG.infof("Graph %s, version %d", graph.name(), graph.version());
  }

  /** The last good graph. Take it once a request and keep it. */
  public Graph graph() {
    return graph;
  }

  /** When the graph's file last turned to what it is now. */
  public Instant since() {
    return file.since();
  }

  /** What is wrong with the file as it is now; empty when {@link #graph} is what it says. */
  List<Problem> problems() {
    return file.problems().isEmpty() ? objections : file.problems();
  }

  synchronized void refresh() {
    switch (file.refresh()) {
      case NONE -> {}
      case RELOADED -> check(file.graph());
      case REFUSED -> refused();
    }
  }

  private void check(Graph next) {
    objections = List.of();
    for (GraphCheck check : checks) {
      List<Problem> found = check.problems(next);
      if (!found.isEmpty()) {
        objections = List.copyOf(found);
        refused();
        return;
      }
    }
    graph = next;
    count("taken");
    LOG.infof("Graph %s reloaded, version %d", graph.name(), graph.version());
  }

  private void refused() {
    count("refused");
    LOG.errorf("The graph's file is bad, version %d stays in use:", graph.version());
    problems().forEach(problem -> LOG.error(problem.toString()));
  }

  private void count(String outcome) {
    metrics.counter("octograph.graph.reloads", "outcome", outcome).increment();
  }

  private static GraphFile open(String nameOrPath) {
    GraphReader reader = GraphReader.ofProcess();
    return ReadyGraphs.names().contains(nameOrPath)
        ? new GraphFile(nameOrPath + ".yaml", new Ready(nameOrPath), reader, InstantSource.system())
        : GraphFile.of(Path.of(nameOrPath), reader);
  }

  /** A ready graph never changes. */
  private record Ready(String name) implements GraphFile.Access {
    @Override
    public Instant changed() {
      return Instant.EPOCH;
    }

    @Override
    public byte[] bytes() {
      return ReadyGraphs.yaml(name).getBytes(StandardCharsets.UTF_8);
    }
  }
}
