package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.CallFailure;
import io.octograph.openai.EventSplitter;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Json;
import io.octograph.traversal.Call;
import io.octograph.traversal.Caller.Delta;
import io.octograph.traversal.Result;
import io.octograph.traversal.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one worker's answer: text, finish reason, usage and times. */
final class WorkerReply {
  /** The answer is not what it should be. */
  static final class Unsound extends Exception {
    private final transient WorkerFailure failure;

    Unsound(WorkerFailure failure) {
      super(failure.error().message(), null, false, false);
      this.failure = failure;
    }

    WorkerFailure failure() {
      return failure;
    }
  }

  private final Call call;
  private final long begun;
  private final StringBuilder text = new StringBuilder();
  private final List<Delta> held = new ArrayList<>();
  private boolean started;
  private String finishReason = "";
  private Optional<ObjectNode> usage = Optional.empty();
  private long firstTokenMillis;

  WorkerReply(Call call, long begunNanos) {
    this.call = call;
    this.begun = begunNanos;
  }

  /** Passes each event on as it comes, but for the usage, which the walk sums up. */
  void stream(HttpReply reply, Consumer<Delta> deltas)
      throws CallFailure, InterruptedException, Unsound {
    EventSplitter splitter = new EventSplitter();
    for (Optional<byte[]> piece = reply.next(); piece.isPresent(); piece = reply.next()) {
      for (EventSplitter.Event event : events(splitter, piece.get())) {
        if (event.isDone()) {
          reply.finish();
          return;
        }
        if (!event.data().isEmpty()) {
          event(event.data(), deltas);
        }
      }
    }
    if (finishReason.isEmpty()) {
      throw new Unsound(WorkerFailure.cutOff(call.node()));
    }
  }

  private List<EventSplitter.Event> events(EventSplitter splitter, byte[] piece) throws Unsound {
    try {
      return splitter.feed(piece);
    } catch (IllegalStateException e) {
      throw new Unsound(WorkerFailure.garbage(call.node()));
    }
  }

  void whole(byte[] answer) throws Unsound {
    ObjectNode json =
        Json.object(answer)
            .filter(object -> object.path("choices").isArray())
            .orElseThrow(() -> new Unsound(WorkerFailure.garbage(call.node())));
    JsonNode choice = json.path("choices").path(0);
    text.append(choice.path("message").path("content").asText(""));
    finishReason = choice.path("finish_reason").asText("");
    keepUsage(json);
  }

  Result result(long wakeMillis) {
    Usage tokens =
        usage
            .map(
                json ->
                    new Usage(
                        Math.max(0, json.path("prompt_tokens").asLong()),
                        Math.max(0, json.path("completion_tokens").asLong())))
            .orElse(Usage.NONE);
    long total = millis();
    long first = firstTokenMillis == 0 ? total : firstTokenMillis;
    Result.Times times = new Result.Times(wakeMillis, first, total);
    return new Result(call.id(), call.node(), text.toString(), finishReason, tokens, times);
  }

  Optional<ObjectNode> usage() {
    return usage;
  }

  private void event(String data, Consumer<Delta> deltas) throws Unsound {
    ObjectNode json =
        Json.object(data).orElseThrow(() -> new Unsound(WorkerFailure.garbage(call.node())));
    if (json.path("error").isObject()) {
      throw new Unsound(WorkerFailure.said(json.path("error")));
    }
    keepUsage(json);
    JsonNode choice = json.path("choices").path(0);
    if (choice.isMissingNode() && usage.isPresent()) {
      return;
    }
    String piece = choice.path("delta").path("content").asText("");
    if (!piece.isEmpty() && firstTokenMillis == 0) {
      firstTokenMillis = Math.max(1, millis());
    }
    text.append(piece);
    finishReason = choice.path("finish_reason").asText(finishReason);
    pass(new Delta(piece, data), says(choice), deltas);
  }

  /**
   * What says nothing yet waits: as long as the client has seen nothing another node may answer.
   */
  private void pass(Delta delta, boolean says, Consumer<Delta> deltas) {
    started |= says;
    held.add(delta);
    if (started) {
      held.forEach(deltas);
      held.clear();
    }
  }

  /** Servers send the role at once, long before the first token. */
  private static boolean says(JsonNode choice) {
    boolean more =
        choice.path("delta").properties().stream()
            .filter(field -> !field.getKey().equals("role"))
            .map(Map.Entry::getValue)
            .anyMatch(value -> !value.isNull() && !(value.isTextual() && value.asText().isEmpty()));
    return more || choice.path("finish_reason").isTextual();
  }

  private void keepUsage(ObjectNode json) {
    if (json.path("usage") instanceof ObjectNode known) {
      usage = Optional.of(known);
    }
  }

  private long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }
}
