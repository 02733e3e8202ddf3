package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Puts requests to a router, and those that passing faults refuse again, a few times. */
final class Asker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final int ATTEMPTS = 4;
  private static final long LONGEST_PAUSE_SECONDS = 30;

  /** The router keeps its graph's deadline; this is for one that says nothing at all. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final HttpClient http;
  private final String router;
  private final Journal journal;
  private final InstantSource clock;

  Asker(HttpClient http, URI router, Journal journal, InstantSource clock) {
    this.http = http;
    this.router = router.toString().replaceFirst("/+$", "");
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * @throws IOException where the router is away, or is none
   */
  GraphView graph() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(router + "/v1/graph")).build();
    return GraphView.of(json(http.send(request, BodyHandlers.ofString())));
  }

  /**
   * What the router answers, or has answered as the journal knows.
   *
   * @param graph whose answers these are: another graph's, or another version's, do not count
   * @throws IOException where it is away or refuses; the message is the router's own
   */
  Journal.Reply post(GraphView graph, String path, ObjectNode body)
      throws IOException, InterruptedException {
    String text = body.toString();
    String key = Journal.key(graph.name(), String.valueOf(graph.version()), path, text);
    Optional<Journal.Reply> known = journal.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(router + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(text))
            .build();
    for (int attempt = 1; ; attempt++) {
      var start = clock.instant();
      var response = http.send(request, BodyHandlers.ofString());
      if (PASSING.contains(response.statusCode()) && attempt < ATTEMPTS) {
        Thread.sleep(pause(response, attempt));
        continue;
      }
      JsonNode json = json(response);
      var reply = new Journal.Reply(json, Duration.between(start, clock.instant()).toMillis());
      journal.add(key, reply);
      return reply;
    }
  }

  private static Duration pause(HttpResponse<String> response, int attempt) {
    long seconds =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("[0-9]{1,6}"))
            .map(Long::valueOf)
            .orElse(1L << attempt);
    return Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, seconds));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException("status " + response.statusCode() + " without JSON", e);
    }
    if (response.statusCode() != 200) {
      String message = json.at("/error/message").asText(response.body());
      throw new IOException("status " + response.statusCode() + ": " + message);
    }
    return json;
  }
}
