package io.octograph.worker.event;

import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.traversal.Call;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Message;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.event.CallRunner;
import io.octograph.worker.ChatAnswer;
import io.octograph.worker.Nodes;
import io.octograph.worker.agent.FunctionFailures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Answers calls by the same nodes that answer requests. */
final class CallAnswers implements CallRunner.Work {
  private final Nodes nodes;
  private final InstantSource clock;

  CallAnswers(Nodes nodes, InstantSource clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  @Override
  public Result answer(Query query, Call call) throws CallException, InterruptedException {
    var begun = clock.instant();
    try {
      nodes.wake(call.node());
      var awake = clock.instant();
      var said = said(call.node(), asked(query, call));
      if (Thread.interrupted()) {
        throw new InterruptedException(); // an embedded model ends early then, as if it were done
      }
      return new Result(
          call.id(),
          call.node(),
          said.content(),
          said.finishReason(),
          said.usage(),
          new Result.Times(millis(begun, awake), 0, millis(awake, clock.instant())));
    } catch (ApiException refused) {
      throw failure(refused.error());
    }
  }

  private ChatAnswer asked(Query query, Call call) throws InterruptedException {
    return nodes.answer(call.node(), body(call.messages(query)), Optional.of(call.id()));
  }

  private static Said said(String node, ChatAnswer answer) throws CallException {
    return switch (answer) {
      case ChatAnswer.Whole(int status, byte[] json) when status == 200 -> Said.read(node, json);
      case ChatAnswer.Whole(int status, byte[] json) -> throw Said.refusal(node, status, json);
      case ChatAnswer.Stream stream -> {
        stream.close();
        throw new IllegalStateException("Node " + node + " streams although nobody asked it to.");
      }
    };
  }

  /**
   * Overload and what is broken behind us may pass; what is wrong with the call does not, and
   * neither does a function's failure that may have had its effect.
   */
  private static CallException failure(ApiError error) {
    boolean sounds = error.status() == 429 || error.status() >= 500;
    return new CallException(error.message(), sounds && !FunctionFailures.lasting(error));
  }

  private static RequestBody body(List<Message> messages) {
    var body = Json.object();
    var list = body.putArray("messages");
    messages.forEach(
        message -> list.addObject().put("role", message.role()).put("content", message.content()));
    return RequestBody.read(Json.bytes(body));
  }

  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }
}
