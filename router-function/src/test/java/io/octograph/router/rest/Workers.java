package io.octograph.router.rest;

import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Worker functions that do to each node what its name stands for here, and the graph of them. */
public class Workers implements QuarkusTestResourceLifecycleManager {
  static final String CHUNK =
      "{\"id\":\"w\",\"model\":\"w\",\"x\":1.50,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi"
          + " 🐙\"},\"finish_reason\":null}]}";
  static final String TOOL_CHUNK =
      "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\"}]},\"finish_reason\":\"tool_calls\"}]}";
  static final String LAST_CHUNK =
      "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
  static final String USAGE =
      "{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":4}}";
  static final String WHOLE =
      "{\"id\":\"w\","
          + " \"model\":\"w\",\"x\":1.50,\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi"
          + " 🐙\"},\"finish_reason\":\"stop\"}],\"usage\":"
          + USAGE
          + ",\"object\":\"chat.completion\",\"created\":1}";

  static volatile ScriptedServer server;

  @Override
  public Map<String, String> start() {
    server = ScriptedServer.start(Workers::answer);
    try {
      Path folder = Files.createTempDirectory("octograph-workers");
      Path graph = Files.writeString(folder.resolve("workers.yaml"), graph());
      return Map.of("octograph.graph", graph.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    server.close();
  }

  private static void answer(Request request, Reply reply) throws IOException {
    String node = request.path().split("/")[2];
    boolean streamed = request.text().replace(" ", "").contains("\"stream\":true");
    if (request.method().equals("GET")) {
      reply.json(200, "{\"ready\":true}");
      return;
    }
    switch (node) {
      case "physics_gpt" -> error(reply, 502, "upstream_error", "Node physics_gpt is broken.");
      case "chemistry_gpt" -> error(reply, 400, "too_hot", "temperature is 9; it must be below 2.");
      case "biology_gpt" -> {
        if (streamed) {
          reply.stream();
          reply.piece("data: " + CHUNK + "\n\n");
          reply.piece(
              "data: {\"error\":{\"message\":\"Node biology_gpt did not answer: cut off.\"}}\n\n");
          reply.end();
        } else {
          reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{");
        }
      }
      case "law_gpt" -> {
        if (streamed) {
          reply.stream();
          reply.piece("data: " + CHUNK + "\n\n");
        } else {
          reply.json(200, "<html>");
        }
      }
      case "politics_gpt" -> reply.awaitHangUp();
      case "culture_gpt" ->
          reply.json(
              429, "{\"error\":{\"message\":\"Too much.\",\"code\":\"busy\"}}", "Retry-After: 9");
      case "economics_gpt" -> stream(reply, TOOL_CHUNK);
      default -> {
        if (streamed) {
          stream(reply, CHUNK, LAST_CHUNK);
        } else {
          reply.json(200, WHOLE);
        }
      }
    }
  }

  private static void stream(Reply reply, String... chunks) throws IOException {
    reply.stream();
    for (String chunk : chunks) {
      reply.piece("data: " + chunk + "\n\n");
    }
    reply.piece("data: {\"choices\":[],\"usage\":" + USAGE + "}\n\ndata: [DONE]\n\n");
    reply.end();
  }

  private static void error(Reply reply, int status, String code, String message)
      throws IOException {
    reply.json(status, "{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code));
  }

  private static String graph() {
    StringBuilder yaml =
        new StringBuilder(
            """
            graph: workers
            version: 7
            entry: entry
            workers: {url: "%s"}
            nodes:
              - master: entry
                model: models/octopus-135m
                adapter: mmlu
                edges: [math_gpt, history_gpt, general_gpt, physics_gpt, chemistry_gpt, biology_gpt, law_gpt, politics_gpt, culture_gpt, economics_gpt, health_gpt]
                default: general_gpt
                min-probability: 0.2
            """
                .formatted(server.url()));
    node(yaml, "math_gpt", "60s", "");
    node(yaml, "history_gpt", "60s", "");
    node(yaml, "general_gpt", "60s", "");
    node(yaml, "physics_gpt", "60s", "fallback: [health_gpt]");
    node(yaml, "chemistry_gpt", "60s", "");
    node(yaml, "biology_gpt", "60s", "fallback: [general_gpt]");
    node(yaml, "law_gpt", "60s", "");
    node(yaml, "politics_gpt", "400ms", "");
    node(yaml, "culture_gpt", "60s", "");
    node(yaml, "economics_gpt", "60s", "");
    node(yaml, "health_gpt", "60s", "");
    return yaml.toString();
  }

  private static void node(StringBuilder yaml, String name, String timeout, String more) {
    yaml.append("  - worker: ").append(name).append('\n');
    yaml.append("    description: Scripted.\n    endpoints: embedded\n");
    yaml.append("    timeout: ").append(timeout).append('\n');
    yaml.append(more.isEmpty() ? "" : "    " + more + "\n");
  }
}
