package io.octograph.router.event;

import io.octograph.event.Incoming;
import io.octograph.event.Outgoing;
import io.octograph.openai.CallFailure;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Json;
import io.octograph.openai.Timeouts;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.RedeliverException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where the router's events go: the address in {@code K_SINK}, which a SinkBinding sets, usually a
 * broker's. What {@code K_CE_OVERRIDES} says is put on each.
 */
@Singleton
public class Sink {
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));

  private final Optional<URI> url;
  private final Map<String, String> overrides;
  private final HttpCaller http;
  private final InstantSource clock;

  @Inject
  Sink(
      @ConfigProperty(name = "K_SINK") Optional<String> url,
      @ConfigProperty(name = "K_CE_OVERRIDES") Optional<String> overrides,
      HttpCaller http,
      InstantSource clock) {
    this.url = url.map(String::strip).filter(text -> !text.isEmpty()).map(Sink::address);
    this.overrides =
        overrides.filter(text -> !text.isBlank()).map(Overrides::read).orElse(Map.of());
    this.http = http;
    this.clock = clock;
  }

  /** Whether there is one. */
  public boolean present() {
    return url.isPresent();
  }

  /**
   * Sends events, one after the other; each may have arrived also when this fails.
   *
   * @throws RedeliverException if the sink did not take one of them
   * @throws IllegalStateException if there is no sink
   */
  public void send(List<Event> events) throws RedeliverException, InterruptedException {
    for (Event event : events) {
      post(Outgoing.of(event, clock.instant()));
    }
  }

  /** Sends an event that came once more; otherwise as above. */
  public void send(Incoming event) throws RedeliverException, InterruptedException {
    post(Outgoing.of(event));
  }

  private void post(Outgoing event) throws RedeliverException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(event.headers());
    headers.putAll(overrides);
    URI to = url.orElseThrow(() -> new IllegalStateException("There is no sink to send to."));
    try (HttpReply reply = http.post(to, headers, event.body(), TIMEOUTS)) {
      if (reply.status() / 100 != 2) {
        throw new RedeliverException("The sink answered with status " + reply.status() + ".");
      }
      reply.finish();
    } catch (CallFailure failure) {
      throw new RedeliverException("The sink did not take an event: " + failure.getMessage() + ".");
    }
  }

  private static URI address(String text) {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "K_SINK is \"%s\"; it must be an address such as http://broker-ingress.knative-eventing.svc."
            .formatted(text));
  }

  /** What a SinkBinding wants to be set on each event. */
  private static final class Overrides {
    private Overrides() {}

    /** As headers of the binary mode. */
    static Map<String, String> read(String text) {
      Map<String, String> extensions = new LinkedHashMap<>();
      Json.object(text)
          .orElseThrow(
              () -> bad("it must be a JSON object {\"extensions\": {\"name\": \"value\"}}"))
          .path("extensions")
          .properties()
          .forEach(
              field -> {
                if (!field.getKey().matches("[a-z0-9]{1,100}") || !field.getValue().isTextual()) {
                  throw bad("an extension has a name of small letters and digits, and a text");
                }
                extensions.put(field.getKey(), field.getValue().textValue());
              });
      return headers(extensions);
    }

    /** As an event that has them would be sent. */
    private static Map<String, String> headers(Map<String, String> extensions) {
      Incoming bearer = new Incoming("any", "/any", "any", extensions, new byte[0], false);
      Map<String, String> headers = new LinkedHashMap<>(Outgoing.of(bearer).headers());
      headers.keySet().removeIf(name -> !extensions.containsKey(name.replaceFirst("^ce-", "")));
      return Map.copyOf(headers);
    }

    private static IllegalArgumentException bad(String why) {
      return new IllegalArgumentException("K_CE_OVERRIDES cannot be used: " + why + ".");
    }
  }
}
