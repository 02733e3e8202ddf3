package io.octograph.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The functions of the ready graph {@code agent} as an HTTP service: it keeps what it is given,
 * does once what comes twice under one Idempotency-Key, and gets into trouble on demand.
 */
public final class AssistantServer implements AutoCloseable {
  /**
   * A request as it came.
   *
   * @param target path and query, undecoded
   * @param key its Idempotency-Key; may be empty
   * @param authorization that header; may be empty
   */
  public record Received(
      String method, String target, String key, String authorization, String body) {
    /** Method, target and body in one line. */
    public String line() {
      return "%s %s %s".formatted(method, target, body).strip();
    }
  }

  /** What happens to one request in the place of its answer. */
  public interface Trouble {
    void answer(HttpExchange exchange) throws IOException;

    static Trouble status(int status, String body, String... headers) {
      return exchange -> {
        for (int i = 0; i < headers.length; i += 2) {
          exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        send(exchange, status, body);
      };
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private final Map<String, String> done = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Trouble> troubles = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private AssistantServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of the loopback address. */
  public static AssistantServer start() {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var server = new AssistantServer(http);
      http.createContext("/", server::answer);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Everything that came so far, oldest first. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The bodies that were carried out: events, messages and reminders, each once. */
  public List<String> kept() {
    return List.copyOf(kept);
  }

  /** Forgets what came. */
  public void clear() {
    received.clear();
    kept.clear();
    troubles.clear();
  }

  /** Lets this happen to the next request that has none yet. */
  public void next(Trouble trouble) {
    troubles.add(trouble);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var key = header(exchange, "Idempotency-Key");
      received.add(
          new Received(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              key,
              header(exchange, "Authorization"),
              body));
      var trouble = troubles.poll();
      if (trouble != null) {
        trouble.answer(exchange);
        return;
      }
      var path = exchange.getRequestURI().getPath();
      switch (exchange.getRequestMethod() + " /" + path.split("/")[1]) {
        case "GET /weather" ->
            send(exchange, 200, "{\"weather\":\"sunny\",\"place\":\"%s\"}".formatted(last(path)));
        case "GET /events" -> send(exchange, 200, "{\"events\":" + kept + "}");
        case "POST /events", "POST /messages", "PUT /reminders" ->
            send(exchange, 201, done.computeIfAbsent(key, _ -> keep(body)));
        default -> send(exchange, 404, "{\"error\":{\"message\":\"there is no such function\"}}");
      }
    }
  }

  private String keep(String body) {
    kept.add(body);
    return "{\"id\":%d}".formatted(numbers.incrementAndGet());
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
