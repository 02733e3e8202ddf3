package io.octograph.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks an address whether what lives there is ready. */
public final class Readiness {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;

  public Readiness(HttpClient http) {
    this.http = http;
  }

  /**
   * What an address says.
   *
   * @param ready it can work
   * @param problem why it never will, where it knows: a check that is down and has a {@code
   *     problem}
   */
  public record State(boolean ready, Optional<String> problem) {
    private static final State NOT_YET = new State(false, Optional.empty());
  }

  /** The readiness address of a function (Quarkus' health). */
  public static URI of(URI function) {
    return URI.create(function.toString().replaceFirst("/+$", "") + "/q/health/ready");
  }

  /** True where GET answers 200 with a health report that is up. */
  public boolean ready(URI address) throws InterruptedException {
    return state(address).ready();
  }

  /** What it says; anything else that may answer there, or nothing, is not ready yet. */
  public State state(URI address) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
      var response = http.send(request, BodyHandlers.ofString());
      JsonNode health = JSON.readTree(response.body());
      boolean up = response.statusCode() == 200 && health.path("status").asText().equals("UP");
      return new State(up, up ? Optional.empty() : problem(health));
    } catch (IOException e) {
      return State.NOT_YET;
    }
  }

  private static Optional<String> problem(JsonNode health) {
    for (JsonNode check : health.path("checks")) {
      String problem = check.at("/data/problem").asText("");
      if (check.path("status").asText().equals("DOWN") && !problem.isEmpty()) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }
}
