package io.octograph.data;

import static io.octograph.data.RowJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.data.ModelFailed.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Asks an OpenAI-compatible service, and again where a fault may pass. */
final class HttpModel implements ChatModel {
  private static final int LONGEST_ANSWER = 4 << 20;
  private static final int LONGEST_MESSAGE = 300;

  private final HttpClient http;
  private final Settings.Service service;
  private final Budget budget;
  private final Pause pause;
  private final InstantSource clock;
  private volatile boolean answered;

  HttpModel(
      HttpClient http, Settings.Service service, Budget budget, Pause pause, InstantSource clock) {
    this.http = http;
    this.service = service;
    this.budget = budget;
    this.pause = pause;
    this.clock = clock;
  }

  /** Where requests go: the base address with {@code /chat/completions}, unless it has it. */
  static URI completions(URI endpoint) {
    String base = endpoint.toString().replaceFirst("/+$", "");
    return URI.create(base.endsWith("/chat/completions") ? base : base + "/chat/completions");
  }

  @Override
  public String ask(String model, Prompt prompt) throws ModelFailed, InterruptedException {
    String body = body(model, prompt).toString();
    // four bytes a token in English, three in Chinese: rather too many than too few
    long most = body.getBytes(StandardCharsets.UTF_8).length / 3L + prompt.maxTokens();
    for (int tried = 0; ; tried++) {
      budget.reserve(most);
      switch (once(body, most)) {
        case Outcome.Good(String text) -> {
          return text;
        }
        case Outcome.Bad(String message, boolean passing, Optional<Duration> after) -> {
          if (!passing) {
            throw new ModelFailed(Kind.LASTING, message);
          } else if (tried >= service.patience().retries()) {
            throw new ModelFailed(Kind.PASSING, message);
          }
          pause.of(after.orElse(backOff(tried, prompt.seed())));
        }
      }
    }
  }

  private sealed interface Outcome {
    record Good(String text) implements Outcome {}

    record Bad(String message, boolean passing, Optional<Duration> after) implements Outcome {}
  }

  private ObjectNode body(String model, Prompt prompt) {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", false);
    var messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", prompt.system());
    messages.addObject().put("role", "user").put("content", prompt.user());
    body.put("temperature", prompt.temperature()).put("max_tokens", prompt.maxTokens());
    return body.put("seed", prompt.seed()).setAll(service.extra());
  }

  private Outcome once(String body, long reserved) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(completions(service.endpoint()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    service.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    var whole = BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER);
    var sent = http.sendAsync(request.build(), whole);
    Usage used = Usage.NONE;
    try {
      // the client's own timeout ends with the headers; this one is for the whole answer
      var response = sent.get(service.patience().timeout().toMillis(), TimeUnit.MILLISECONDS);
      answered = true;
      if (response.statusCode() != 200) {
        return refusal(response);
      }
      JsonNode answer = JSON.readTree(response.body());
      used = usage(answer, body);
      return reply(answer);
    } catch (TimeoutException e) {
      answered = true;
      return passing("The service gave no answer within %s s.".formatted(seconds()));
    } catch (JsonProcessingException e) {
      return passing("The service answered with something that is not JSON.");
    } catch (ExecutionException e) {
      return broken(e.getCause());
    } finally {
      sent.cancel(true);
      budget.settle(reserved, used.prompt(), used.completion());
    }
  }

  private Outcome reply(JsonNode answer) {
    JsonNode choice = answer.at("/choices/0");
    if (!choice.isObject()) {
      return passing("The service answered without choices: " + clipped(answer.toString()));
    }
    return new Outcome.Good(choice.at("/message/content").asText(""));
  }

  private Outcome refusal(HttpResponse<String> response) {
    int status = response.statusCode();
    boolean passing =
        status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
    String message =
        "The service answered with status %d: %s"
            .formatted(status, clipped(message(response.body())));
    return new Outcome.Bad(message, passing, RetryAfter.of(response.headers(), clock.instant()));
  }

  private Outcome broken(Throwable cause) {
    String why = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    boolean away =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof SSLException
            || !(cause instanceof IOException);
    if (answered || !away) {
      return passing("The answer broke off: " + clipped(why));
    }
    return new Outcome.Bad(
        "No service answers at %s (%s). Check --endpoint."
            .formatted(service.endpoint(), clipped(why)),
        false,
        Optional.empty());
  }

  private static Outcome passing(String message) {
    return new Outcome.Bad(message, true, Optional.empty());
  }

  /** What the service says it used, or a third of the characters where it says nothing. */
  private static Usage usage(JsonNode answer, String body) {
    JsonNode usage = answer.path("usage");
    long prompt = usage.path("prompt_tokens").asLong(body.length() / 3L);
    int length = answer.at("/choices/0/message/content").asText("").length();
    return new Usage(0, prompt, usage.path("completion_tokens").asLong(length / 3L));
  }

  private static String message(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      String message = json.at("/error/message").asText(json.path("message").asText(""));
      return message.isEmpty() ? body : message;
    } catch (JsonProcessingException e) {
      return body;
    }
  }

  /** Some services repeat the key in their refusal. */
  private String clipped(String text) {
    String safe = service.key().map(key -> text.replace(key, "…")).orElse(text);
    String line = safe.strip().replaceAll("[\\s\\p{Cc}]+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  /** Doubled each time, with up to a quarter more so that not all come back at once. */
  private Duration backOff(int tried, int seed) {
    long wait = service.patience().retryWait().toMillis() << Math.min(tried, 10);
    long spread = wait / 4 == 0 ? 0 : Math.floorMod(seed, wait / 4);
    Duration whole = Duration.ofMillis(wait + spread);
    return whole.compareTo(RetryAfter.MOST) > 0 ? RetryAfter.MOST : whole;
  }

  private String seconds() {
    return Double.toString(service.patience().timeout().toMillis() / 1000.0)
        .replaceFirst("\\.0$", "");
  }
}
