package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a model that was not told the label thinks of a row.
 *
 * @param nodes where it would send the query, in order
 * @param rewrites {@code good}, or what is wrong
 */
record Opinion(List<String> nodes, String rewrites) {
  static final String GOOD = "good";
  private static final Set<String> CONSENT = Set.of("good", "ok", "yes", "true", "correct", "");

  /** It would decide as the row does, and finds nothing wrong with its rewrites. */
  boolean agrees(Row row) {
    return nodes.equals(row.nodes()) && (row.rewrites().isEmpty() || rewrites.equals(GOOD));
  }

  /**
   * Reads the opinions of a reply, by the number of the row.
   *
   * @param rows how many were asked about; where a single one was, it needs no number
   */
  static Map<Integer, Opinion> read(String reply, int rows) {
    Map<Integer, Opinion> opinions = new HashMap<>();
    List<JsonNode> objects = new ArrayList<>(ReplyReader.read(reply, "nodes").objects());
    ReplyReader.read(reply, "node").objects().forEach(objects::add);
    for (JsonNode object : objects) {
      int number = object.path("n").asInt(rows == 1 ? 1 : 0);
      if (number >= 1 && number <= rows) {
        opinions.putIfAbsent(number, new Opinion(nodes(object), rewrites(object)));
      }
    }
    return opinions;
  }

  private static List<String> nodes(JsonNode object) {
    JsonNode nodes = object.has("nodes") ? object.get("nodes") : object.get("node");
    List<String> named = new ArrayList<>();
    if (nodes.isArray()) {
      nodes.forEach(node -> named.add(node.asText().strip()));
    } else {
      named.add(nodes.asText().strip());
    }
    return named.isEmpty() ? List.of(Row.NO_NODE) : List.copyOf(named);
  }

  private static String rewrites(JsonNode object) {
    JsonNode rewrites = object.has("rewrites") ? object.get("rewrites") : object.path("rewrite");
    String said = rewrites.isContainerNode() ? rewrites.toString() : rewrites.asText("").strip();
    String word = said.toLowerCase(Locale.ROOT).replaceFirst("[.!]$", "");
    return CONSENT.contains(word) ? GOOD : said;
  }
}
