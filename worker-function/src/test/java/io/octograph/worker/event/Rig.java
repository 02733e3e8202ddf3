package io.octograph.worker.event;

import io.octograph.test.RedisServer;
import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import io.octograph.test.ScriptedServer.Script;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A real Redis, a model's server that follows the test's script, and a graph of nodes before it.
 */
public class Rig implements QuarkusTestResourceLifecycleManager {
  /** Each has an endpoint of its own, so that one test's breaker is no other's. */
  static final List<String> NODES =
      List.of("calm", "busy", "failing", "garbled", "refusing", "held", "long");

  static volatile RedisServer redis;
  static volatile ScriptedServer server;

  /** What the server does next for a node; once a script is used up it answers. */
  static final Map<String, LinkedBlockingQueue<Script>> scripts = new ConcurrentHashMap<>();

  @Override
  public Map<String, String> start() {
    redis = RedisServer.start();
    server = ScriptedServer.start(Rig::answer);
    try {
      var graph = Files.createTempFile("octograph-events", ".yaml");
      Files.writeString(graph, graph());
      return Map.of(
          "octograph.graph",
          graph.toString(),
          "octograph.nodes",
          String.join(",", NODES) + ",slow",
          "octograph.redis.url",
          redis.url(),
          "octograph.lease",
          "1s",
          "octograph.events.in-flight",
          "4");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    server.close();
    redis.close();
  }

  /** Makes the server do this for the node's next request. */
  static void next(String node, Script script) {
    scripts.computeIfAbsent(node, name -> new LinkedBlockingQueue<>()).add(script);
  }

  /** How often the server was asked this. */
  static long asked(String text) {
    return server.requests().stream().filter(request -> request.text().contains(text)).count();
  }

  static String completion(String content) {
    return """
        {"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"length"}],
         "usage":{"prompt_tokens":7,"completion_tokens":3}}
        """
        .formatted(content);
  }

  private static void answer(Request request, Reply reply) throws IOException {
    var node = request.path().split("/")[1];
    var script = scripts.computeIfAbsent(node, name -> new LinkedBlockingQueue<>()).poll();
    if (script == null) {
      reply.json(200, completion("答案 of " + node));
    } else {
      script.answer(request, reply);
    }
  }

  private static String graph() {
    var yaml =
        new StringBuilder(
            """
            graph: events
            version: 7
            entry: entry
            nodes:
              - master: entry
                model: models/octopus-135m
                adapter: mmlu
                edges: [slow, unserved, %s]
            """
                .formatted(String.join(", ", NODES)));
    NODES.forEach(node -> yaml.append(node(node, "30s")));
    yaml.append(node("slow", "300ms")).append(node("unserved", "1s"));
    return yaml.toString();
  }

  private static String node(String name, String timeout) {
    return """
      - worker: %s
        description: Does what its script says.
        system-prompt: Be scripted.
        timeout: %s
        endpoints: [{url: "%s/%s/v1", model: real, api-key: graph-key}]
    """
        .formatted(name, timeout, server.url(), name);
  }
}
