package io.octograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.cli.http.AnswerListener;
import java.util.List;

/** Gathers an answer into the object of {@code /v1/route} with the answer and its receipt. */
final class AnswerJson implements AnswerListener {
  private static final List<String> CALL =
      List.of("node", "token", "probability", "rewrite", "rewritten", "reason");

  private final ObjectMapper json = new ObjectMapper();
  private final StringBuilder answer = new StringBuilder();
  private JsonNode receipt = json.createObjectNode();

  @Override
  public void octograph(JsonNode object) {
    // the last one is the receipt
    receipt = object;
  }

  @Override
  public void text(String piece) {
    answer.append(piece);
  }

  String text() {
    ObjectNode object = json.createObjectNode();
    object.set("graph", receipt.path("graph"));
    object.set("version", receipt.path("version"));
    ArrayNode calls = object.putArray("calls");
    for (JsonNode call : receipt.path("calls")) {
      ObjectNode kept = calls.addObject();
      CALL.stream().filter(call::has).forEach(field -> kept.set(field, call.get(field)));
    }
    object.set("path", receipt.path("path"));
    // a receipt has these of every decision; a route shows the first
    JsonNode first = receipt.path("decisions").path(0);
    for (String field : List.of("top", "timings")) {
      object.set(field, first.has(field) ? first.get(field) : receipt.path(field));
    }
    object.put("answer", answer.toString());
    object.set("receipt", receipt);
    return object.toPrettyString();
  }
}
