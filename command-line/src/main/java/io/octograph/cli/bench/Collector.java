package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.octograph.evaluation.chaos.Ended;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the events that end walks, and keeps all of them. */
public final class Collector implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final InstantSource clock;
  private final ConcurrentMap<String, Ends> ends = new ConcurrentHashMap<>();

  /** What came of one question. */
  private record Ends(List<Ended> all, CountDownLatch first) {
    Ends() {
      this(new CopyOnWriteArrayList<>(), new CountDownLatch(1));
    }
  }

  private Collector(HttpServer server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
  }

  /** Listens on a free port of the loopback address. */
  public static Collector start(InstantSource clock) throws IOException {
    var collector = new Collector(Loopback.server(), clock);
    collector.server.createContext("/", collector::serve);
    collector.server.start();
    return collector;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var event = read(exchange);
      var of = of(event.question());
      of.all().add(event);
      of.first().countDown();
      exchange.sendResponseHeaders(202, -1);
    }
  }

  private Ended read(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = JSON.readTree(exchange.getRequestBody());
    var type = Optional.ofNullable(headers.getFirst("Content-Type")).orElse("");
    boolean structured = type.startsWith("application/cloudevents");
    JsonNode data = structured ? body.path("data") : body;
    return new Ended(
        structured ? body.path("correlationid").asText() : header(headers, "correlationid"),
        structured ? body.path("id").asText() : header(headers, "id"),
        (structured ? body.path("type").asText() : header(headers, "type")).endsWith(".failed"),
        data,
        clock.instant());
  }

  private static String header(Headers headers, String attribute) {
    return Optional.ofNullable(headers.getFirst("ce-" + attribute)).orElse("");
  }

  private Ends of(String question) {
    return ends.computeIfAbsent(question, _ -> new Ends());
  }

  /** All that came, by correlationid. */
  public Map<String, List<Ended>> ends() {
    var copy = new HashMap<String, List<Ended>>();
    ends.forEach((question, came) -> copy.put(question, List.copyOf(came.all())));
    copy.values().removeIf(List::isEmpty);
    return copy;
  }

  /** Waits for the first end of a question; empty when the time is over. */
  public Optional<Ended> await(String question, Duration patience) throws InterruptedException {
    var of = of(question);
    return of.first().await(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(of.all().getFirst())
        : Optional.empty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
