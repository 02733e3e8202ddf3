package io.octograph.router;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.graph.Graph;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Turn;
import io.octograph.openai.Words;
import io.octograph.traversal.Part;
import io.octograph.traversal.Query;
import java.util.Iterator;
import java.util.List;

/**
 * What {@code POST /v1/route} asks: where a query would go, and how it would be put there.
 *
 * @param answers those that are there already; where there are some, the next step is asked for
 */
public record RouteRequest(Graph graph, Query query, List<Part> answers) {
  private static final List<String> FIELDS =
      List.of("query", "messages", "answers", "graph", "node", "top", "rewrite");

  /**
   * Reads a request.
   *
   * @throws ApiException 400 for fields that are unknown or of the wrong type, 422 for an unknown
   *     graph or node
   */
  public static RouteRequest read(RequestBody body, Graph graph) {
    for (Iterator<String> names = body.object().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        String known = String.join(", ", FIELDS);
        String message = "There is no field \"%s\" here. There are: %s.";
        throw invalid(Words.clip(name), message.formatted(Words.clip(name), known));
      }
    }
    checkGraph(body, graph);
    Query query =
        new Query(
            query(body).messages(),
            node(body, graph),
            body.flag("rewrite").orElse(true),
            body.number("top", 0, 100).orElse(Query.TOP));
    return new RouteRequest(graph, query, NextStep.answers(body.object().path("answers"), graph));
  }

  /**
   * The query of a whole walk, which finds its answers itself.
   *
   * @throws ApiException 400 where answers are given
   */
  public Query walk() {
    if (!answers.isEmpty()) {
      throw invalid("answers", "answers belongs to POST /v1/route alone: leave it out here.");
    }
    return query;
  }

  private static Query query(RequestBody body) {
    boolean conversation = has(body, "messages");
    if (conversation == has(body, "query")) {
      String message = "Give either query (text) or messages (a list)%s.";
      throw invalid("query", message.formatted(conversation ? ", not both" : ""));
    }
    if (conversation) {
      return Conversation.of(Turn.read(body));
    }
    String text = body.text("query").orElse("");
    if (text.isBlank()) {
      throw invalid("query", "query is empty; give the text that is to be routed.");
    }
    return Query.of(Conversation.sound(text));
  }

  private static void checkGraph(RequestBody body, Graph graph) {
    body.text("graph")
        .filter(name -> !name.equals(graph.name()))
        .ifPresent(
            name -> {
              String message = "graph is \"%s\"; the graph here is %s.";
              throw ApiError.unknown(
                      "graph", "unknown_graph", message.formatted(Words.clip(name), graph.name()))
                  .exception();
            });
  }

  private static String node(RequestBody body, Graph graph) {
    String node = body.text("node").orElse(graph.entry());
    if (graph.find(node).isEmpty()) {
      String message = "node is \"%s\"; the graph %s has: %s.";
      String known = String.join(", ", graph.nodes().keySet());
      throw ApiError.unknown(
              "node", "unknown_node", message.formatted(Words.clip(node), graph.name(), known))
          .exception();
    }
    return node;
  }

  private static boolean has(RequestBody body, String name) {
    JsonNode value = body.object().path(name);
    return !value.isMissingNode() && !value.isNull();
  }

  private static ApiException invalid(String param, String message) {
    return ApiError.invalid(param, message).exception();
  }
}
