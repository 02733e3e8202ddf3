package io.octograph.worker.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Worker;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.CallFailure;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Timeouts;
import io.octograph.worker.ChatAnswer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One request to one endpoint, up to the point where its answer is known to begin well. */
final class Attempt {
  /** What came of it. */
  sealed interface Outcome {}

  record Answered(ChatAnswer answer) implements Outcome {}

  /** No answer here, and no harm in asking another endpoint. */
  record Elsewhere(ApiError error) implements Outcome {}

  private static final int LONGEST_ANSWER = 64 << 20;
  private static final int LONGEST_REFUSAL = 1 << 20;

  private final HttpCaller caller;
  private final InstantSource clock;
  private final Worker node;
  private final RequestBody body;
  private final boolean streamed;

  Attempt(HttpCaller caller, InstantSource clock, Worker node, RequestBody body) {
    this.caller = caller;
    this.clock = clock;
    this.node = node;
    this.body = body;
    this.streamed = body.flag("stream").orElse(false);
  }

  /**
   * Sends the request there.
   *
   * @throws ApiException if asking elsewhere would be wrong or idle
   */
  Outcome at(Balancer.Line line) throws InterruptedException {
    UpstreamRequest request = UpstreamRequest.of(node, line.endpoint(), body, streamed);
    HttpReply reply = null;
    try {
      reply =
          caller.post(
              request.url(), request.headers(), request.body(), Timeouts.of(node.timeout()));
      Outcome outcome = judge(line, reply);
      if (outcome instanceof Answered(UpstreamStream stream)) {
        reply = null; // the stream closes it
      }
      return outcome;
    } catch (CallFailure e) {
      line.breaker().failed();
      ApiError error = Refusal.of(node.name(), e);
      if (e.kind() == CallFailure.Kind.UNREACHABLE) {
        return new Elsewhere(error);
      }
      throw error.exception();
    } finally {
      if (reply != null) {
        reply.close();
      }
    }
  }

  private Outcome judge(Balancer.Line line, HttpReply reply)
      throws CallFailure, InterruptedException {
    int status = reply.status();
    if (status == 429 || status >= 500) {
      Optional<Duration> wait = Refusal.retryAfter(reply.header("Retry-After"), clock);
      if (wait.isPresent()) {
        line.breaker().pause(wait.get());
      } else if (status != 429) {
        line.breaker().failed();
      }
      return new Elsewhere(Refusal.passing(node.name(), status, wait));
    }
    if (status != 200) {
      line.breaker().succeeded();
      return new Answered(Refusal.lasting(node.name(), status, reply.body(LONGEST_REFUSAL)));
    }
    Outcome outcome = streamed ? stream(reply) : whole(reply);
    if (outcome instanceof Answered) {
      line.breaker().succeeded();
    } else {
      line.breaker().failed();
    }
    return outcome;
  }

  private Outcome stream(HttpReply reply) throws CallFailure, InterruptedException {
    String type = reply.header("Content-Type").orElse("");
    if (!type.startsWith("text/event-stream")) {
      return garbage("it was asked for an event stream and sent " + shown(type));
    }
    return UpstreamStream.open(node.name(), reply);
  }

  private Outcome whole(HttpReply reply) throws CallFailure, InterruptedException {
    byte[] answer = reply.body(LONGEST_ANSWER);
    Optional<ObjectNode> json = Json.object(answer);
    JsonNode error = json.map(object -> object.get("error")).orElse(null);
    if (error != null && !error.isNull()) {
      return new Elsewhere(Refusal.said(node.name(), error));
    }
    boolean sound = json.filter(object -> object.path("choices").isArray()).isPresent();
    return sound
        ? new Answered(new ChatAnswer.Whole(200, answer))
        : garbage("its answer is no chat completion");
  }

  private Outcome garbage(String what) {
    return new Elsewhere(Refusal.garbage(node.name(), what));
  }

  private static String shown(String type) {
    return type.isEmpty() ? "something without a content type" : type;
  }
}
