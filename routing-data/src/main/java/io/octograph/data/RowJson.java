package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Rows as lines, their keys in the order of {@code training/data/README.md}, and lines as slots.
 */
final class RowJson {
  static final ObjectMapper JSON = new ObjectMapper();

  private RowJson() {}

  static ObjectNode write(Row row) {
    return switch (row) {
      case Row.Single single -> {
        ObjectNode json = decided(JSON.createObjectNode(), single.query(), single.node());
        yield labelled(topic(json, single.topic()), single.rewrite(), single.lang())
            .put("style", single.style());
      }
      case Row.Compound compound -> {
        ObjectNode json = JSON.createObjectNode().put("query", compound.query());
        ArrayNode calls = json.putArray("calls");
        compound
            .calls()
            .forEach(
                call -> calls.addObject().put("node", call.node()).put("rewrite", call.rewrite()));
        yield json.put("lang", compound.lang());
      }
      case Row.FollowUp next -> {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode history = json.putArray("history");
        next.history()
            .forEach(
                turn ->
                    history.addObject().put("role", turn.role()).put("content", turn.content()));
        topic(decided(json, next.query(), next.node()), next.topic());
        yield labelled(json, next.rewrite(), next.lang()).put("style", Form.FOLLOW_UP.label());
      }
      case Row.Continuation next -> {
        ObjectNode json = JSON.createObjectNode().put("query", next.query());
        ArrayNode steps = json.putArray("steps");
        next.steps()
            .forEach(
                step -> steps.addObject().put("node", step.node()).put("answer", step.answer()));
        yield labelled(json.put("node", next.node()), next.rewrite(), next.lang());
      }
      case Row.Negative negative -> {
        ObjectNode json = decided(JSON.createObjectNode(), negative.query(), Row.NO_NODE);
        yield labelled(json, "", negative.lang()).put("style", negative.style());
      }
    };
  }

  /** Where a line that was written before counts; empty where it is no row of any form. */
  static Optional<Slot> slot(JsonNode row) {
    String lang = row.path("lang").asText();
    String node = row.path("node").asText();
    if (!row.path("query").isTextual() || (node.isEmpty() && !row.has("calls"))) {
      return Optional.empty();
    }
    Form form = form(row, node);
    return Optional.of(new Slot(form, form.byNode() ? node : "", lang));
  }

  private static Form form(JsonNode row, String node) {
    if (row.has("calls")) {
      return Form.COMPOUND;
    } else if (row.has("steps")) {
      return Form.CONTINUATION;
    } else if (row.has("history")) {
      return Form.FOLLOW_UP;
    }
    return node.equals(Row.NO_NODE) ? Form.NONE : Form.SINGLE;
  }

  private static ObjectNode decided(ObjectNode json, String query, String node) {
    return json.put("query", query).put("node", node);
  }

  private static ObjectNode topic(ObjectNode json, Optional<String> topic) {
    topic.ifPresent(name -> json.put("topic", name));
    return json;
  }

  private static ObjectNode labelled(ObjectNode json, String rewrite, String lang) {
    return json.put("rewrite", rewrite).put("lang", lang);
  }
}
