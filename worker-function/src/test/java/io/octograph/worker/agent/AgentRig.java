package io.octograph.worker.agent;

import io.octograph.graph.ReadyGraphs;
import io.octograph.test.AssistantServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The ready agent before a real service, once with its time and once with hardly any. */
public class AgentRig implements QuarkusTestResourceLifecycleManager {
  public static volatile AssistantServer server;

  @Override
  public Map<String, String> start() {
    server = AssistantServer.start();
    try {
      Path file = Files.createTempFile("octograph-agent", ".yaml");
      Files.writeString(file, graph());
      // The first answer waits for the model, on a busy machine for long.
      return Map.of("octograph.graph", file.toString(), "quarkus.http.test-timeout", "3m");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    server.close();
  }

  private static String graph() {
    String ready = ReadyGraphs.yaml("agent");
    String node =
        ready
            .substring(ready.indexOf("  - worker: assistant"))
            .replace("${ASSISTANT_URL:http://localhost:9000}", server.url().toString())
            .replace("${ASSISTANT_KEY:}", "${ASSISTANT_KEY:test-key}");
    String hasty = node.replace("worker: assistant", "worker: hasty").replace("20s", "500ms");
    return """
    graph: agents
    version: 3
    entry: entry
    nodes:
      - {master: entry, model: models/octopus-135m, adapter: mmlu, edges: [assistant, hasty]}
    """
        + node
        + hasty;
  }
}
