package io.octograph.data;

import static io.octograph.data.RowJson.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.data.Order.Subtopic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rows themselves do not tell: what was used, refused and asked before. One JSON line an
 * order, written when it ends; a run that goes on reads it.
 */
final class Journal {
  private static final String FIRST = "octograph data";

  private final Map<String, List<Subtopic>> subtopics = new HashMap<>();
  private final Map<String, Integer> orders = new HashMap<>();
  private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
  private Usage used = Usage.NONE;

  /** The first line of a journal. */
  static ObjectNode first(String graph, String master) {
    return JSON.createObjectNode().put("journal", FIRST).put("graph", graph).put("master", master);
  }

  /** An order that has ended, with what was used since the line before. */
  static ObjectNode order(Order order, Map<Reason, Integer> refused, Usage used) {
    ObjectNode line =
        JSON.createObjectNode().put("slot", order.slot().key()).put("number", order.number());
    ObjectNode reasons = line.putObject("refused");
    refused.forEach((reason, count) -> reasons.put(reason.name(), count));
    return usage(line, used);
  }

  static ObjectNode subtopics(String node, List<Subtopic> subtopics, Usage used) {
    ObjectNode line = JSON.createObjectNode().put("node", node);
    ArrayNode array = line.putArray("subtopics");
    for (Subtopic subtopic : subtopics) {
      ObjectNode each = array.addObject().put("subtopic", subtopic.name());
      subtopic.subject().ifPresent(subject -> each.put("subject", subject));
    }
    return usage(line, used);
  }

  static ObjectNode spent(Usage used) {
    return usage(JSON.createObjectNode(), used);
  }

  private static ObjectNode usage(ObjectNode line, Usage used) {
    return line.put("requests", used.requests())
        .put("prompt", used.prompt())
        .put("completion", used.completion());
  }

  /**
   * @param lines all of a file, the first one of {@link #first} included
   * @throws IllegalArgumentException where it is no journal, or of another graph or master
   */
  static Journal read(List<JsonNode> lines, String graph, String master) {
    Journal journal = new Journal();
    if (lines.isEmpty()) {
      return journal;
    }
    if (!lines.getFirst().equals(first(graph, master))) {
      throw new IllegalArgumentException(
          "it begins with %s and not with %s".formatted(lines.getFirst(), first(graph, master)));
    }
    lines.stream().skip(1).forEach(journal::add);
    return journal;
  }

  private void add(JsonNode line) {
    used =
        used.plus(
            new Usage(
                line.path("requests").asLong(),
                line.path("prompt").asLong(),
                line.path("completion").asLong()));
    if (line.has("slot")) {
      orders.merge(line.get("slot").asText(), line.path("number").asInt() + 1, Math::max);
    }
    if (line.has("subtopics")) {
      List<Subtopic> all = new ArrayList<>();
      line.get("subtopics")
          .forEach(
              each ->
                  all.add(
                      new Subtopic(
                          Optional.ofNullable(each.path("subject").textValue()),
                          each.path("subtopic").asText())));
      subtopics.put(line.path("node").asText(), List.copyOf(all));
    }
    for (var reason : line.path("refused").properties()) {
      for (Reason known : Reason.values()) {
        if (known.name().equals(reason.getKey())) {
          refused.merge(known, reason.getValue().asInt(), Integer::sum);
        }
      }
    }
  }

  /** Those that were asked for before; empty where none were. */
  Optional<List<Subtopic>> subtopics(String node) {
    return Optional.ofNullable(subtopics.get(node));
  }

  /** The number of a slot's next order. */
  int next(Slot slot) {
    return orders.getOrDefault(slot.key(), 0);
  }

  Map<Reason, Integer> refused() {
    return refused;
  }

  Usage used() {
    return used;
  }
}
