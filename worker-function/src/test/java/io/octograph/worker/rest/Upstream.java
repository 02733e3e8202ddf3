package io.octograph.worker.rest;

import io.octograph.test.ScriptedServer;
import io.octograph.test.ScriptedServer.Reply;
import io.octograph.test.ScriptedServer.Request;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A model's server that does to each node what the node's name says, and the graph of them. */
public class Upstream implements QuarkusTestResourceLifecycleManager {
  static final String ANSWER =
      "{\"id\":\"u1\", \"object\":\"chat.completion\",\"model\":\"real\",\"x_vendor\":1.50,"
          + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"罢黜 🐙\"},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
  static final String FIRST =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He\"}}]}\n\n";
  static final String SECOND =
      "data: {\"choices\":[{\"index\":0,"
          + " \"delta\":{\"content\":\"llo\"},\"finish_reason\":null}]}\r\n\r\n";
  static final String LAST =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  static final String DONE = "data: [DONE]\n\n";

  /** Counted down when a client that the server answered has hung up. */
  static volatile CountDownLatch hangUps = new CountDownLatch(1);

  static volatile ScriptedServer server;
  private Path folder;

  @Override
  public Map<String, String> start() {
    server = ScriptedServer.start(Upstream::answer);
    try {
      folder = Files.createTempDirectory("octograph-upstream");
      Path graph = Files.writeString(folder.resolve("upstream.yaml"), graph(server.url() + ""));
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
    String what = request.path().split("/")[1];
    boolean streamed = request.text().replace(" ", "").contains("\"stream\":true");
    switch (what) {
      case "good" -> {
        if (streamed) {
          reply.stream();
          reply.piece(": warming up\n\n" + FIRST);
          reply.piece(SECOND.substring(0, 20));
          reply.piece(SECOND.substring(20) + LAST + DONE);
          reply.end();
        } else {
          reply.json(200, ANSWER);
        }
      }
      case "status_400" ->
          reply.json(
              400,
              "{\"error\":{\"message\":\"too hot\",\"type\":\"t\",\"param\":\"temperature\"}}");
      case "status_413", "status_401", "status_404", "status_408", "status_422", "status_500" ->
          reply.whole(Integer.parseInt(what.substring(7)), "text/plain", "sk-secret says no");
      case "status_302" -> reply.json(302, "{}", "Location: http://127.0.0.1:1/elsewhere");
      case "status_429" -> reply.json(429, "{}", "Retry-After: 0");
      case "status_503" -> reply.json(503, "{}", "Retry-After: 0");
      case "html" -> reply.whole(200, "text/html", "<html>sign in</html>");
      case "no_choices" -> reply.json(200, "{\"ok\":true}");
      case "error_200" -> reply.json(200, "{\"error\":{\"message\":\"out of memory\"}}");
      case "not_http" -> reply.raw("SSH-2.0-OpenSSH\r\n");
      case "hang" -> reply.awaitHangUp();
      case "half_head" -> reply.raw("HTTP/1.1 200 OK\r\nContent-Ty");
      case "half_body" -> reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":");
      case "first_error" ->
          stream(reply, "data: {\"error\":{\"message\":\"bad adapter\"}}\n\n", true);
      case "empty_stream" -> stream(reply, ": nothing\n\n", true);
      case "cut_off" -> stream(reply, FIRST + SECOND.substring(0, 30), false);
      case "polite_cut_off" -> stream(reply, FIRST, true);
      case "garbage_later" -> stream(reply, FIRST + "data: <oops>\n\n" + DONE, true);
      case "error_later" ->
          stream(reply, FIRST + "data: {\"error\":{\"message\":\"oom\"}}\n\n", true);
      case "no_done" -> stream(reply, FIRST + LAST, true);
      case "silent_later" -> {
        reply.stream();
        reply.piece(FIRST);
        reply.awaitHangUp();
        hangUps.countDown();
      }
      default -> throw new IOException("no script for " + what);
    }
  }

  private static void stream(Reply reply, String events, boolean politely) throws IOException {
    reply.stream();
    reply.piece(events);
    if (politely) {
      reply.end();
    }
  }

  private static final List<String> NAMES =
      List.of(
          "good",
          "status_400",
          "status_401",
          "status_404",
          "status_408",
          "status_413",
          "status_422",
          "status_429",
          "status_500",
          "status_503",
          "status_302",
          "html",
          "no_choices",
          "error_200",
          "not_http",
          "half_head",
          "half_body",
          "first_error",
          "empty_stream",
          "cut_off",
          "polite_cut_off",
          "garbage_later",
          "error_later",
          "no_done");

  private static String graph(String url) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            graph: upstream
            version: 1
            entry: entry
            nodes:
              - master: entry
                model: models/octopus-135m
                adapter: mmlu
                edges: [here, hang, silent_later, patient, away, second_try, %s]
            """
                .formatted(String.join(", ", NAMES)));
    NAMES.forEach(name -> yaml.append(node(name, "20s", endpoint(url, name))));
    yaml.append("  - {worker: here, description: The bundled model., endpoints: embedded}\n");
    yaml.append(node("hang", "300ms", endpoint(url, "hang")));
    yaml.append(node("silent_later", "300ms", endpoint(url, "silent_later")));
    yaml.append(node("patient", "60s", endpoint(url, "silent_later")));
    yaml.append(node("away", "20s", endpoint("http://127.0.0.1:" + closedPort(), "away")));
    yaml.append(
        node("second_try", "20s", endpoint(url, "status_500") + ", " + endpoint(url, "good")));
    return yaml.toString();
  }

  private static String node(String name, String timeout, String endpoints) {
    return """
      - worker: %s
        description: Does what its name says.
        system-prompt: Be scripted.
        timeout: %s
        endpoints: [%s]
    """
        .formatted(name, timeout, endpoints);
  }

  private static String endpoint(String url, String what) {
    return "{url: \"%s/%s/v1\", model: real, api-key: graph-key}".formatted(url, what);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
