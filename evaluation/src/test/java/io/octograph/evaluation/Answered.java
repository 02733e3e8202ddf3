package io.octograph.evaluation;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A real HTTP server that says what a test wants said to a body of {@code POST /v1/route}. */
final class Answered implements AutoCloseable {
  final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * @param answer of a body; one with {@code error} in it goes out with status 429
   */
  Answered(UnaryOperator<String> answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/route",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          bodies.add(body);
          String said = answer.apply(body);
          byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(said.contains("error") ? 429 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  /** A route to these nodes, the first with that probability. */
  static String route(double probability, String... nodes) {
    StringBuilder calls = new StringBuilder();
    for (String node : nodes) {
      calls
          .append(calls.isEmpty() ? "" : ",")
          .append(
              "{\"node\":\"%s\",\"token\":\"<n>\",\"probability\":%s,\"rewrite\":\"Differentiate x^3.\",\"rewritten\":true,\"reason\":\"\"}"
                  .formatted(node, probability));
    }
    return "{\"calls\":[%s],\"path\":[\"entry\"],\"top\":[{\"node\":\"%s\",\"probability\":%s},{\"node\":\"law_gpt\",\"probability\":0.01}]}"
        .formatted(calls, nodes[0], probability);
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
