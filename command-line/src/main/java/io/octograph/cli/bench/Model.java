package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.octograph.evaluation.chaos.Fault;
import io.octograph.evaluation.chaos.FaultPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The models behind the workers: an OpenAI-compatible server that answers with the node's name and
 * its question, and fails by plan.
 */
public final class Model implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SLOW = Duration.ofMillis(700);

  private final HttpServer server;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ConcurrentMap<String, Integer> attempts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> answered = new ConcurrentHashMap<>();
  private final ConcurrentMap<Fault, Long> faults = new ConcurrentHashMap<>();
  private volatile FaultPlan plan;
  private volatile UnaryOperator<String> text = echo -> echo;

  private Model(HttpServer server, FaultPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  /** Listens on a free port of the loopback address. */
  public static Model start(FaultPlan plan) throws IOException {
    var model = new Model(Loopback.server(), plan);
    model.server.createContext("/", model::serve);
    model.server.start();
    return model;
  }

  /** As a graph's endpoint has it. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** From now on it fails by this plan. */
  public void fail(FaultPlan plan) {
    this.plan = plan;
  }

  /** From now on answers are what this makes of the echo. */
  public void say(UnaryOperator<String> text) {
    this.text = text;
  }

  /** Waits for the first request of all; false when the time is over. */
  public boolean awaitRequest(Duration patience) throws InterruptedException {
    return asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How often each request was answered; the key is the answer. */
  public Map<String, Long> answered() {
    return Map.copyOf(answered);
  }

  /** How often each fault took place. */
  public Map<String, Long> faults() {
    var counts = new TreeMap<String, Long>();
    faults.forEach((fault, count) -> counts.put(fault.name().toLowerCase(Locale.ROOT), count));
    return counts;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = JSON.readTree(exchange.getRequestBody());
      var echo = echo(request);
      int attempt = attempts.merge(echo, 1, Integer::sum) - 1;
      var fault = plan.of(echo, attempt);
      asked.countDown();
      faults.merge(fault, 1L, Long::sum);
      switch (fault) {
        case NONE -> answer(exchange, request, echo);
        case SLOW -> {
          pause(SLOW);
          answer(exchange, request, echo);
        }
        case UNAVAILABLE -> send(exchange, 503, "{\"error\":{\"message\":\"Scripted.\"}}");
        case GARBAGE -> send(exchange, 200, "<html>not a completion");
        // longer than any worker waits; ends with the server
        case HANG -> pause(Duration.ofMinutes(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("The model is closed.");
    }
  }

  /** What is asked, in one line: the model is named as the node is. */
  private static String echo(JsonNode request) {
    var messages = request.path("messages");
    var last = messages.path(messages.size() - 1).path("content").asText();
    return request.path("model").asText() + " was asked: " + last.strip();
  }

  private void answer(HttpExchange exchange, JsonNode request, String echo) throws IOException {
    var reply = JSON.createObjectNode().put("object", "chat.completion").put("id", "scripted");
    reply.put("created", 0).set("model", request.path("model"));
    var choice = reply.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text.apply(echo));
    reply
        .putObject("usage")
        .put("prompt_tokens", 1)
        .put("completion_tokens", 1)
        .put("total_tokens", 2);
    send(exchange, 200, reply.toString());
    answered.merge(echo, 1L, Long::sum);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
