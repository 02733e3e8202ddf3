package io.octograph.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.event.Incoming;
import io.octograph.event.Outgoing;
import io.octograph.function.CurrentGraph;
import io.octograph.openai.Json;
import io.octograph.traversal.Call;
import io.octograph.traversal.Command;
import io.octograph.traversal.Query;
import io.octograph.traversal.Walker;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;

/** Stands in for router and broker: begins walks, delivers their calls. */
@Singleton
class Calls {
  static final Attributes.Reply REPLY = new Attributes.Reply("Grüße 100%", "r-1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WalkStore walks;
  private final CurrentGraph graph;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Calls(WalkStore walks, CurrentGraph graph) {
    this.walks = walks;
    this.graph = graph;
  }

  /** A call on its way, of a walk in the store. */
  record Sent(Call call, Outgoing event) {
    Sent with(String header, String value) {
      var headers = new HashMap<>(event.headers());
      if (value == null) {
        headers.remove(header);
      } else {
        headers.put(header, value);
      }
      return new Sent(call, new Outgoing(headers, event.body()));
    }

    Sent withBody(String body) {
      return new Sent(call, new Outgoing(event.headers(), body.getBytes()));
    }

    byte[] structured() {
      var others = new HashMap<String, String>();
      event
          .headers()
          .forEach(
              (name, value) -> {
                if (name.startsWith("ce-")) {
                  others.put(name.substring(3), value);
                }
              });
      others.keySet().removeAll(java.util.Set.of("type", "source", "id", "specversion"));
      others.put("correlationid", REPLY.correlationid());
      var headers = event.headers();
      return new Incoming(
              headers.get("ce-type"),
              headers.get("ce-source"),
              call.id(),
              others,
              event.body(),
              true)
          .json()
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  io.octograph.graph.Graph graph() {
    return graph.graph();
  }

  Sent begin(String node, String text) {
    var origin = new Origin("/test", UUID.randomUUID().toString(), REPLY);
    var walker = new Walker(graph.graph());
    var move = walker.start(origin.traversal(), Query.of(text).at(node), Instant.now());
    var walk = StoredWalk.begun(move, origin, "query");
    walks.begin(walk, walker.deadline(move.traversal()));
    var call = ((Command.Send) move.commands().getFirst()).call();
    var attributes = Attributes.of(call, move.traversal(), REPLY);
    return new Sent(call, Outgoing.of(new Event(attributes, call), Instant.now()));
  }

  HttpResponse<String> deliver(Sent sent) {
    return post(sent.event().headers(), sent.event().body());
  }

  CompletableFuture<HttpResponse<String>> deliverLater(Sent sent) {
    return CompletableFuture.supplyAsync(() -> deliver(sent), Thread::startVirtualThread);
  }

  /** Delivers until the answer is as wanted, as a broker does. */
  HttpResponse<String> deliverUntil(Sent sent, Predicate<HttpResponse<String>> wanted) {
    var end = Instant.now().plus(PATIENCE);
    var answer = deliver(sent);
    while (!wanted.test(answer)) {
      assertThat(Instant.now()).as("still " + answer + answer.body()).isBefore(end);
      answer = deliver(sent);
    }
    return answer;
  }

  HttpResponse<String> post(Map<String, String> headers, byte[] body) {
    var request = HttpRequest.newBuilder(door()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.object(response.body()).orElseThrow(() -> new AssertionError(response.body()));
  }

  static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static URI door() {
    var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    return URI.create("http://localhost:" + port + "/");
  }
}
