package io.octograph.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A real HTTP server that says what a router would say. A question decides what it says: one with
 * {@code refuse}, {@code error}, {@code cut} or {@code several} gets that, any other a plain
 * answer; after {@code gone} nobody listens any more.
 */
final class ScriptedRouter implements AutoCloseable {
  static final String ROUTE =
      "\"calls\":[{\"node\":\"math_gpt\",\"token\":\"<nexa_4>\",\"probability\":0.9731,"
          + "\"rewrite\":\"Differentiate x^3 and evaluate at x = 2.\",\"rewritten\":true}]";
  private static final String SEVERAL =
      "\"calls\":[{\"node\":\"physics_gpt\",\"token\":\"<nexa_0>\",\"probability\":0.88,"
          + "\"rewrite\":\"Why?\",\"rewritten\":true},"
          + "{\"node\":\"history_gpt\",\"token\":\"<nexa_12>\",\"probability\":0.7,"
          + "\"rewritten\":false,\"reason\":\"a number was lost\"}]";

  final List<String> bodies = new ArrayList<>();
  private final HttpServer server;

  ScriptedRouter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/q/health/ready", body -> new Reply(200, "{\"status\": \"UP\", \"checks\": []}"));
    serve(
        "/v1/models",
        body -> new Reply(200, "{\"data\":[{\"id\":\"octograph\"},{\"id\":\"mmlu\"}]}"));
    serve("/v1/route", this::route);
    serve("/v1/chat/completions", ScriptedRouter::chat);
    server.start();
  }

  String url() {
    return "http://localhost:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private Reply route(String body) {
    if (body.contains("gone")) {
      server.stop(0);
    }
    return new Reply(200, "{" + ROUTE + "}");
  }

  private static Reply chat(String body) {
    if (body.contains("refuse")) {
      return new Reply(404, "{\"error\":{\"message\":\"There is no node nope.\",\"code\":\"x\"}}");
    }
    String calls = body.contains("several") ? SEVERAL : ROUTE;
    String stream =
        data("{\"octograph\":{" + calls + "},\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}")
            + ": a comment\n\n"
            + data("{\"choices\":[{\"delta\":{\"content\":\"It is \"}}]}");
    if (body.contains("error")) {
      return new Reply(200, stream + data("{\"error\":{\"message\":\"The worker went away.\"}}"));
    }
    if (body.contains("cut")) {
      return new Reply(200, stream);
    }
    String receipt =
        "{\"graph\":\"mmlu\",\"version\":1,"
            + calls
            + ",\"path\":[\"entry\",\"math_gpt\"],\"decisions\":[{\"top\":[{\"node\":\"math_gpt\","
            + "\"probability\":0.9731}],\"timings\":{\"first_token_ms\":12}}],\"usage\":{},"
            + "\"reason\":\""
            + (body.contains("several") ? "limit_calls" : "stop")
            + "\",\"timings\":{\"total_ms\":34}}";
    return new Reply(
        200,
        stream
            + data("{\"choices\":[{\"delta\":{\"content\":\"12 – 十二.\\u001b[2J\"}}]}")
            + data("{\"choices\":[],\"octograph\":" + receipt + "}")
            + data("[DONE]"));
  }

  private static String data(String json) {
    return "data: " + json + "\n\n";
  }

  private void serve(String path, java.util.function.Function<String, Reply> answer) {
    server.createContext(
        path,
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          synchronized (bodies) {
            bodies.add(body);
          }
          Reply reply = answer.apply(body);
          exchange.sendResponseHeaders(reply.status(), 0);
          exchange.getResponseBody().write(reply.body().getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
  }

  private record Reply(int status, String body) {}

  @Override
  public void close() {
    server.stop(0);
  }
}
