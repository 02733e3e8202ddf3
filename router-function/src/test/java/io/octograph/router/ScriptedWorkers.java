package io.octograph.router;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.openai.HttpCaller;
import io.octograph.test.ScriptedServer;
import io.octograph.traversal.Decider;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A graph whose workers answer by a script, and walks of it that ask them by HTTP. */
final class ScriptedWorkers implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedServer server;
  private final Graph graph;

  /**
   * @param graph reads it; every variable in it is the workers' address
   */
  ScriptedWorkers(ScriptedServer.Script answer, Function<GraphReader, Graph> graph) {
    this.server = ScriptedServer.start(answer);
    this.graph = graph.apply(new GraphReader(_ -> Optional.of(server.url().toString())));
  }

  Graph graph() {
    return graph;
  }

  /** Walks that go where this one decides. */
  Walks walks(Decider decider) {
    var http = new HttpCaller(vertx);
    var log = new AccessLog(new SimpleMeterRegistry());
    return new Walks(decider, http, InstantSource.system(), new Waker(http), log);
  }

  /** What they were asked to answer, the oldest first. */
  List<ScriptedServer.Request> asked() {
    return server.requests().stream().filter(sent -> sent.method().equals("POST")).toList();
  }

  @Override
  public void close() {
    server.close();
    vertx.close();
  }
}
