package io.octograph.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** llama.cpp in a process of its own, asked by lines of JSON; see {@code llama/bench.mjs}. */
final class Llama implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 10;

  /** The most tokens that it reads; bench.mjs has the same number. */
  static final int CONTEXT = 1024;

  private final Duration patience;
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final Map<String, String> facts = new LinkedHashMap<>();

  /**
   * Weights under a name.
   *
   * @param file in GGUF
   * @param lora an adapter in GGUF; empty for none
   */
  record Weights(String name, String file, String lora) {}

  /**
   * What a run took.
   *
   * @param millis of each repetition, or of each token
   * @param next the likeliest token at the end
   */
  record Took(List<Double> millis, int next) {}

  /**
   * Starts the process and loads all weights.
   *
   * @param patience for each answer; a process that takes longer is ended
   * @throws IOException where it cannot; the process has then ended
   */
  Llama(ProcessBuilder node, Duration patience, int threads, List<Weights> weights)
      throws IOException {
    this.patience = patience;
    this.process = node.start();
    this.answers = process.inputReader();
    this.requests = process.outputWriter();
    var request = JSON.createObjectNode().put("threads", threads);
    var models = request.putArray("models");
    for (var each : weights) {
      var one = models.addObject().put("name", each.name()).put("file", each.file());
      if (!each.lora().isEmpty()) {
        one.put("lora", each.lora());
      }
    }
    try {
      ask(request)
          .path("facts")
          .properties()
          .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Its version, and what it says of itself and the machine. */
  Map<String, String> facts() {
    return Map.copyOf(facts);
  }

  /** Reads the ids at once, so many times. */
  Took prefill(String weights, int[] ids, int times) throws IOException {
    return took(request(weights, "prefill", ids).put("times", times));
  }

  /** Reads the first {@code past} ids unmeasured, then the others one by one. */
  Took decode(String weights, int[] ids, int past) throws IOException {
    return took(request(weights, "decode", ids).put("past", past));
  }

  private static ObjectNode request(String weights, String kind, int[] ids) {
    var request = JSON.createObjectNode().put("model", weights).put("kind", kind);
    var list = request.putArray("ids");
    for (int id : ids) {
      list.add(id);
    }
    return request;
  }

  private Took took(ObjectNode request) throws IOException {
    var answer = ask(request);
    var millis = answer.withArray("ms").valueStream().map(JsonNode::asDouble).toList();
    return new Took(millis, answer.path("next").asInt());
  }

  private JsonNode ask(ObjectNode request) throws IOException {
    var answer = JSON.readTree(exchange(request.toString()));
    if (answer.has("error")) {
      throw new IOException("it failed: %s.".formatted(answer.path("error").asText().strip()));
    }
    return answer;
  }

  private String exchange(String request) throws IOException {
    var answered = new CompletableFuture<Boolean>();
    answered
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(_ -> process.destroyForcibly().isAlive());
    try {
      requests.write(request + "\n");
      requests.flush();
      var line = answers.readLine();
      if (line != null) {
        return line;
      }
    } catch (IOException e) {
      throw new IOException(ended(answered), e);
    } finally {
      answered.complete(true);
    }
    throw new IOException(ended(answered));
  }

  private String ended(CompletableFuture<Boolean> answered) {
    return answered.isCompletedExceptionally()
        ? "it gave no answer within %d s and was ended.".formatted(patience.toSeconds())
        : "its process ended; .octograph/logs/llama.log says why.";
  }

  @Override
  public void close() {
    try {
      // It ends when there is nothing more to read.
      requests.close();
    } catch (IOException e) {
      process.destroy(); // It reads no more.
    }
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
