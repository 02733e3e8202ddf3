package io.octograph.router.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.model.Admission;
import io.octograph.model.LanguageModel;
import io.octograph.model.Models;
import io.octograph.test.ScriptedServer.Request;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that hang up: what they held at the model is free again. */
@QuarkusTest
@QuarkusTestResource(Workers.class)
@Timeout(120)
class GoneClientTest {
  private static final String LONG =
      "Please explain to me step by step, with every detail that matters, how the derivative of"
          + " x^3 + 4x^2 - 7x + 12 is taken, what it is when x is 2, when x is 3 and when x is 4,"
          + " and why the chain rule is not needed here at all although it is in so many others.";

  @TestHTTPResource("/")
  URI door;

  @Inject Models models;
  @Inject MeterRegistry metrics;

  private LanguageModel model;

  @BeforeEach
  void theMastersAreLoaded() {
    model = models.get(Models.BUNDLED);
    until(() -> seen().inUse() == 0);
  }

  @ParameterizedTest(name = "{0}, streamed: {1}")
  @CsvSource({"/v1/route, false", "/v1/chat/completions, false", "/v1/chat/completions, true"})
  void whoeverWaitsLeavesTheQueue(String path, boolean streamed) throws Exception {
    var held = new ArrayList<Admission.Place>();
    try {
      while (seen().inUse() < 16) {
        held.add(model.enter("the test", Duration.ofMinutes(2)));
      }
      try (var client = ask(path, streamed)) {
        until(() -> seen().waiting() == 1);
      }
      until(() -> seen().waiting() == 0);
      assertThat(seen().inUse()).isEqualTo(16);
    } finally {
      held.forEach(Admission.Place::close);
    }
  }

  @ParameterizedTest(name = "streamed: {0}")
  @CsvSource({"false", "true"})
  void aRewriteThatNobodyReadsIsBrokenOff(boolean streamed) throws Exception {
    double gone = gone();
    long woken = wakes();
    long asked = calls();
    try (var client = ask("/v1/chat/completions", streamed)) {
      // The worker is woken when the decision is there and its rewrite begins.
      until(() -> wakes() > woken);
    }
    until(() -> seen().inUse() == 0 && gone() > gone);
    assertThat(calls()).as("calls to workers").isEqualTo(asked);
  }

  private Admission.Seen seen() {
    return model.seen();
  }

  private double gone() {
    return metrics.counter("octograph.clients.gone").count();
  }

  private static long wakes() {
    return requests("GET");
  }

  private static long calls() {
    return requests("POST");
  }

  private static long requests(String method) {
    List<Request> all = Workers.server.requests();
    return all.stream().filter(request -> request.method().equals(method)).count();
  }

  private Socket ask(String path, boolean streamed) throws IOException {
    String body =
        path.endsWith("route")
            ? "{\"query\":\"%s\"}".formatted(LONG)
            : "{\"model\":\"octograph\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(streamed, LONG);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    Socket client = new Socket(door.getHost(), door.getPort());
    String request = head.formatted(path, body.length()) + body;
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  private static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("the time for this test is over").isFalse();
      Thread.onSpinWait();
    }
  }
}
