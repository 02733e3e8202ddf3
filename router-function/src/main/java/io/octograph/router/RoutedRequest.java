package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.octograph.graph.Graph;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.BodyEdit;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Turn;
import io.octograph.openai.Words;
import io.octograph.traversal.Command;
import io.octograph.traversal.Query;
import java.util.List;

/**
 * A client's chat completion: what of it concerns the routing, and the whole of it as workers get
 * it.
 *
 * @param streamed whether the client wants events
 * @param receipt whether the client asked for the receipt, by {@code "octograph": {"receipt":
 *     true}}
 * @param usageAsked whether the client wants a stream's usage
 */
public record RoutedRequest(
    RequestBody body,
    Graph graph,
    Query query,
    List<Turn> turns,
    boolean streamed,
    boolean receipt,
    boolean usageAsked) {
  /** Ours alone: taken out before anything goes on. */
  private static final String OURS = "octograph";

  /** What belongs to the answer as a whole, not to one of several parts of it. */
  private static final List<String> OF_THE_WHOLE =
      List.of(
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "response_format",
          "n",
          "logprobs",
          "top_logprobs");

  /**
   * Reads a request.
   *
   * @throws ApiException 400 for a field of the wrong type, 422 for an unknown model
   */
  public static RoutedRequest read(RequestBody body, Graph graph) {
    List<Turn> turns = Turn.read(body);
    return new RoutedRequest(
        body,
        graph,
        Conversation.of(turns).at(start(body.text("model").orElse(OURS), graph)),
        turns,
        body.flag("stream").orElse(false),
        receipt(body.object().path(OURS)),
        body.object().path("stream_options").path("include_usage").asBoolean());
  }

  /** A query without a client's body: not streamed, and no parameter but the conversation. */
  public static RoutedRequest of(Graph graph, Query query) {
    ObjectNode json = Json.object().put("model", graph.name());
    ArrayNode messages = json.putArray("messages");
    query
        .messages()
        .forEach(
            message ->
                messages.addObject().put("role", message.role()).put("content", message.content()));
    RequestBody body = RequestBody.read(Json.bytes(json));
    return new RoutedRequest(body, graph, query, Turn.read(body), false, false, false);
  }

  /** The body for a worker: the client's, with the call's text in the place of the routed one. */
  public byte[] forWorker(Command.Send send) {
    BodyEdit edit = body.edit().set("model", TextNode.valueOf(send.call().node())).remove(OURS);
    if (streamed) {
      edit.set("stream_options", streamOptions());
    }
    if (!send.last()) {
      OF_THE_WHOLE.forEach(edit::remove);
    }
    if (!send.call().text().equals(query.text())) {
      TextNode text = TextNode.valueOf(send.call().text());
      Turn routed = routed();
      routed
          .textPart()
          .ifPresentOrElse(
              part -> edit.replace(text, "messages", routed.position(), "content", part, "text"),
              () -> edit.replace(text, "messages", routed.position(), "content"));
    }
    return edit.bytes();
  }

  /** Usage is needed for the receipt, whether the client wants to see it or not. */
  private ObjectNode streamOptions() {
    JsonNode asked = body.object().path("stream_options");
    ObjectNode options = asked.isObject() ? asked.deepCopy() : Json.object();
    return options.put("include_usage", true);
  }

  private Turn routed() {
    return turns.reversed().stream()
        .filter(turn -> turn.role().equals("user") && !turn.text().isBlank())
        .findFirst()
        .orElseThrow();
  }

  /** Where {@code model} says the walk starts; empty for the graph's entry. */
  private static String start(String model, Graph graph) {
    if (model.equals(OURS) || model.equals(graph.name())) {
      return "";
    }
    if (graph.find(model).isPresent()) {
      return model;
    }
    String message =
        "model is \"%s\", which is neither octograph, nor the graph (%s), nor one of its nodes:"
            + " %s.";
    String nodes = String.join(", ", graph.nodes().keySet());
    throw ApiError.unknown(
            "model", "unknown_model", message.formatted(Words.clip(model), graph.name(), nodes))
        .exception();
  }

  private static boolean receipt(JsonNode ours) {
    if (ours.isMissingNode() || ours.isNull()) {
      return false;
    }
    JsonNode receipt = ours.path("receipt");
    if (!ours.isObject() || !(receipt.isMissingNode() || receipt.isBoolean())) {
      String wanted = "an object such as {\"receipt\": true}";
      throw ApiError.invalid(OURS, Words.wrong(OURS, ours, wanted)).exception();
    }
    return receipt.asBoolean();
  }
}
