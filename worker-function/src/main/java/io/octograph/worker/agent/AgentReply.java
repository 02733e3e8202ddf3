package io.octograph.worker.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Function;
import io.octograph.graph.Worker;
import io.octograph.model.master.FunctionDecider.Decided;
import io.octograph.openai.ApiError;
import io.octograph.openai.Completion;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.worker.ChatAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what was called and what came back as a completion. What a function returned stands in a
 * fence that nothing in it can close: whoever reads on, a person or a model, can tell it from what
 * the agent says.
 */
record AgentReply(Completion completion, Worker node, Decided decided, List<Made> made) {
  private static final int SHOWN = 8_000;

  ChatAnswer answer(AgentRequest request) {
    return request.streamed()
        ? new Events(events(request.usageAsked()))
        : new ChatAnswer.Whole(200, whole());
  }

  private byte[] whole() {
    ObjectNode body = completion.whole(String.join("\n\n", paragraphs()), "stop", node.name());
    body.set("usage", usage());
    body.set("octograph", receipt());
    return Json.bytes(body);
  }

  private List<byte[]> events(boolean usage) {
    List<byte[]> events = new ArrayList<>(List.of(completion.opening(node.name())));
    String between = "";
    for (String paragraph : paragraphs()) {
      events.add(completion.piece(between + paragraph, node.name()));
      between = "\n\n";
    }
    events.add(completion.closing("stop", node.name(), receipt()));
    if (usage) {
      events.add(completion.aside("usage", usage(), node.name()));
    }
    events.add(Completion.done());
    return events;
  }

  private List<String> paragraphs() {
    List<String> paragraphs = new ArrayList<>(made.stream().map(this::paragraph).toList());
    decided
        .cut()
        .ifPresent(
            name ->
                paragraphs.add("%s was not called: its arguments found no end.".formatted(name)));
    if (paragraphs.isEmpty()) {
      paragraphs.add(
          "No function of %s fits this request. There are: %s."
              .formatted(
                  node.name(),
                  String.join(", ", node.functions().stream().map(Function::name).toList())));
    }
    return paragraphs;
  }

  private String paragraph(Made one) {
    String call = one.called().function() + " was called with " + one.called().arguments();
    if (one.failure().isPresent()) {
      return call + ". " + one.failure().get().message();
    }
    if (one.result().isBlank()) {
      return "%s and returned nothing (status %d).".formatted(call, one.status());
    }
    boolean json = one.type().contains("json");
    if (!json && !one.type().startsWith("text/")) {
      return "%s and returned %d characters of type %s (status %d)."
          .formatted(call, one.result().length(), Words.clip(one.type()), one.status());
    }
    String data = shortened(one.result().strip());
    String fence = "`".repeat(Math.max(3, longestRun(data) + 1));
    return "%s and returned (status %d):\n%s%s\n%s\n%s"
        .formatted(call, one.status(), fence, json ? "json" : "", data, fence);
  }

  private static String shortened(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN))
            + "… (%d more characters)".formatted(length - SHOWN);
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** Each as OpenAI writes a tool call, and with what came of it. */
  private ObjectNode receipt() {
    ObjectNode receipt = Json.object();
    ArrayNode functions = receipt.putArray("functions");
    for (Made one : made) {
      ObjectNode call = functions.addObject().put("id", one.id()).put("type", "function");
      call.putObject("function")
          .put("name", one.called().function())
          .put("arguments", one.called().arguments());
      call.put("token", one.called().token())
          .put("probability", Math.round(one.called().probability() * 1e4) / 1e4)
          .put("status", one.status())
          .put("millis", one.millis());
      Optional<ApiError> failure = one.failure();
      if (failure.isPresent()) {
        call.put("error", failure.get().message());
      } else {
        call.put("result", shortened(one.result()));
      }
    }
    return receipt;
  }

  private ObjectNode usage() {
    return Json.object()
        .put("prompt_tokens", decided.promptTokens())
        .put("completion_tokens", decided.tokens())
        .put("total_tokens", decided.promptTokens() + decided.tokens());
  }

  /** Events that are all there. */
  private static final class Events implements ChatAnswer.Stream {
    private final List<byte[]> events;
    private int sent;

    Events(List<byte[]> events) {
      this.events = events;
    }

    @Override
    public Optional<byte[]> next() {
      return sent < events.size() ? Optional.of(events.get(sent++)) : Optional.empty();
    }

    @Override
    public void close() {
      // nothing is under way
    }
  }
}
