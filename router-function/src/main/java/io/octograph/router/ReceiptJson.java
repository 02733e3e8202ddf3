package io.octograph.router;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.Json;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Usage;
import java.util.Locale;

/** Writes a receipt as clients get it. */
public final class ReceiptJson {
  private ReceiptJson() {}

  public static ObjectNode of(Receipt receipt) {
    ObjectNode json =
        Json.object()
            .put("id", receipt.traversal())
            .put("graph", receipt.graph())
            .put("version", receipt.version());
    receipt.path().forEach(json.putArray("path")::add);
    ArrayNode decisions = json.putArray("decisions");
    receipt.decisions().forEach(decided -> decisions.add(decision(decided)));
    ArrayNode calls = json.putArray("calls");
    receipt.calls().forEach(called -> calls.add(call(called)));
    json.set("usage", usage(receipt.usage()));
    json.put("cost", receipt.cost());
    json.put("reason", receipt.reason().text());
    json.putObject("timings").put("total_ms", receipt.totalMillis());
    return json;
  }

  static ObjectNode usage(Usage usage) {
    return Json.object()
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", usage.promptTokens() + usage.completionTokens());
  }

  private static ObjectNode decision(Receipt.Decided decided) {
    ObjectNode json = Json.object().put("master", decided.master());
    decided.nodes().forEach(json.putArray("nodes")::add);
    if (decided.kind() != null) {
      json.put("kind", decided.kind().name().toLowerCase(Locale.ROOT));
    }
    json.put("probability", decided.probability());
    ArrayNode top = json.putArray("top");
    decided
        .top()
        .forEach(
            choice ->
                top.addObject()
                    .put("node", choice.node())
                    .put("probability", choice.probability()));
    json.putObject("timings")
        .put("first_token_ms", decided.times().firstTokenMillis())
        .put("total_ms", decided.times().totalMillis())
        .put("prompt_tokens", decided.times().promptTokens())
        .put("rewrite_tokens", decided.times().rewriteTokens());
    return decided.failure().isEmpty() ? json : json.put("failure", decided.failure());
  }

  private static ObjectNode call(Receipt.Called called) {
    ObjectNode json =
        Json.object()
            .put("node", called.node())
            .put("token", called.token())
            .put("probability", called.probability())
            .put("rewrite", called.rewrite())
            .put("rewritten", called.rewritten())
            .put("reason", called.reason());
    json.set("usage", usage(called.usage()));
    json.put("cost", called.cost());
    json.putObject("timings")
        .put("wake_ms", called.times().wakeMillis())
        .put("first_token_ms", called.times().firstTokenMillis())
        .put("total_ms", called.times().totalMillis());
    return called.failure().isEmpty() ? json : json.put("failure", called.failure());
  }
}
