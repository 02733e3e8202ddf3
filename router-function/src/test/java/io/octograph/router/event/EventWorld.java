package io.octograph.router.event;

import io.octograph.test.RedisServer;
import io.octograph.test.ScriptedServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A real Redis, a sink that keeps what it gets, and a graph with all that walks can do. */
public class EventWorld implements QuarkusTestResourceLifecycleManager {
  static final String GRAPH =
      """
      graph: events
      version: 4
      entry: entry
      workers: {url: "http://127.0.0.1:9"}
      nodes:
        - {master: entry, model: m, edges: [math, physics, steps, health, general], default: general}
        - {master: health, model: m, edges: [anatomy]}
        - {worker: math, description: It answers., endpoints: embedded, model: m}
        - {worker: physics, description: It answers., endpoints: embedded, model: m, fallback: [general]}
        - {worker: steps, description: It answers., endpoints: embedded, model: m, edges: [writer]}
        - {worker: writer, description: It answers., endpoints: embedded, model: m}
        - {worker: anatomy, description: It answers., endpoints: embedded, model: m}
        - {worker: general, description: It answers., endpoints: embedded, model: m}
      limits: {hops: 4, calls: 6, deadline: 2s}
      """;

  static volatile RedisServer redis;
  static volatile ScriptedServer sink;

  /** Correlation ids whose next event the sink refuses. */
  static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

  @Override
  public Map<String, String> start() {
    redis = RedisServer.start();
    sink =
        ScriptedServer.start(
            (request, reply) -> {
              var about = request.headers().getOrDefault("ce-correlationid", "");
              reply.whole(REFUSED.remove(about) ? 503 : 202, "text/plain", "");
            });
    try {
      Path folder = Files.createTempDirectory("octograph-events");
      Path graph = Files.writeString(folder.resolve("events.yaml"), GRAPH);
      return Map.of(
          "octograph.graph",
          graph.toString(),
          "octograph.redis.url",
          redis.url(),
          "octograph.lease",
          "1s",
          "K_SINK",
          sink.url() + "/broker",
          "K_CE_OVERRIDES",
          "{\"extensions\":{\"tenant\":\"blue\"}}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    sink.close();
    redis.close();
  }
}
