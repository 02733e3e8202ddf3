package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server that answers by the words of the query. */
class RoutingRunTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/route",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean refused = body.contains("refuse");
          boolean both = body.contains("both") && !body.contains("\"rewrite\":false");
          String answer =
              refused
                  ? "{\"error\":{\"message\":\"The queue is full.\",\"type\":\"overloaded\"}}"
                  : "{\"calls\":["
                      + (both ? "{\"node\":\"physics_gpt\"}," : "")
                      + "{\"node\":\"math_gpt\"}]}";
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refused ? 429 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void countsByNodeAndLanguage() throws Exception {
    List<Row> rows =
        List.of(
            row("one", "en", "math_gpt"),
            row("两", "zh", "math_gpt"),
            row("three", "en", "law_gpt"),
            row("both", "en", "physics_gpt", "math_gpt"),
            row("refuse", "en", "math_gpt"));
    AtomicInteger done = new AtomicInteger();
    URI router = URI.create("http://localhost:" + server.getAddress().getPort() + "/");

    Report report;
    try (HttpClient http = HttpClient.newHttpClient()) {
      report =
          new RoutingRun(http, router, 2, InstantSource.system())
              .run(rows, count -> done.incrementAndGet());
    }

    assertThat(done).hasValue(5);
    assertThat(report.all()).isEqualTo(new Score(3, 5));
    assertThat(report.byNode())
        .isEqualTo(
            Map.of(
                "math_gpt", new Score(2, 3),
                "law_gpt", new Score(0, 1),
                "several", new Score(1, 1)));
    assertThat(report.byLanguage()).isEqualTo(Map.of("en", new Score(2, 4), "zh", new Score(1, 1)));
    assertThat(report.errors()).isEqualTo(Map.of("status 429: The queue is full.", 1L));
    assertThat(report.text()).contains("routing accuracy 60.0 %  (3 of 5)");
    assertThat(report.json().at("/by_node/math_gpt/n").asInt()).isEqualTo(3);
  }

  private static Row row(String query, String language, String... nodes) {
    return new Row(query, List.of(), List.of(nodes), Optional.of(language));
  }
}
