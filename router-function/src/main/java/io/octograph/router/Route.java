package io.octograph.router;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.graph.Graph;
import io.octograph.openai.Json;
import io.octograph.traversal.Call;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Decision;
import java.util.List;

/**
 * Where a query goes.
 *
 * @param calls what the workers would be asked, in the order of the query
 * @param path the nodes entered, masters included
 * @param top the likeliest choices of the first master
 * @param times of all decisions together; the first token is that of the first
 */
public record Route(
    Graph graph, List<Call> calls, List<String> path, List<Choice> top, Decision.Times times) {

  /** As {@code POST /v1/route} answers: the calls with the text that each worker would get. */
  public ObjectNode json() {
    ObjectNode json = Json.object().put("graph", graph.name()).put("version", graph.version());
    ArrayNode called = calls(calls);
    for (int i = 0; i < calls.size(); i++) {
      ((ObjectNode) called.get(i)).put("text", calls.get(i).text());
    }
    json.set("calls", called);
    path.forEach(json.putArray("path")::add);
    ArrayNode likeliest = json.putArray("top");
    top.forEach(
        choice ->
            likeliest
                .addObject()
                .put("node", choice.node())
                .put("probability", choice.probability()));
    json.putObject("timings")
        .put("first_token_ms", times.firstTokenMillis())
        .put("total_ms", times.totalMillis())
        .put("prompt_tokens", times.promptTokens())
        .put("rewrite_tokens", times.rewriteTokens());
    return json;
  }

  /** Calls as routes and receipts show them. */
  static ArrayNode calls(List<Call> calls) {
    ArrayNode list = Json.object().putArray("calls");
    for (Call call : calls) {
      list.addObject()
          .put("node", call.node())
          .put("token", call.token())
          .put("probability", call.probability())
          .put("rewrite", call.rewrite())
          .put("rewritten", call.rewritten())
          .put("reason", call.reason());
    }
    return list;
  }
}
