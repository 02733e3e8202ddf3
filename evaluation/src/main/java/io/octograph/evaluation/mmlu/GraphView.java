package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code GET /v1/graph} says.
 *
 * @param parameters of all its models together; empty where one is unknown
 */
record GraphView(
    String name, int version, String entry, Map<String, Node> nodes, OptionalLong parameters) {

  /**
   * A node.
   *
   * @param master whether it decides rather than answers
   * @param otherwise a master's default node
   * @param parameters of its model; empty where unknown
   */
  record Node(boolean master, Optional<String> otherwise, OptionalLong parameters) {}

  static GraphView of(JsonNode json) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (JsonNode node : json.path("nodes")) {
      nodes.put(
          node.path("name").asText(),
          new Node(
              node.path("kind").asText().equals("master"),
              Optional.ofNullable(node.path("default").textValue()),
              count(node)));
    }
    return new GraphView(
        json.path("graph").asText(),
        json.path("version").asInt(),
        json.path("entry").asText(),
        nodes,
        count(json));
  }

  private static OptionalLong count(JsonNode json) {
    long count = json.path("parameters").asLong();
    return count > 0 ? OptionalLong.of(count) : OptionalLong.empty();
  }

  boolean master(String node) {
    return nodes.containsKey(node) && nodes.get(node).master();
  }

  /**
   * The node that answers whatever nobody else would.
   *
   * @param given instead of the default of the entry
   * @throws IllegalArgumentException where there is none of that name, or no default
   */
  String general(Optional<String> given) {
    Optional<String> entrys =
        Optional.ofNullable(nodes.get(entry)).flatMap(node -> node.otherwise());
    String general =
        given
            .or(() -> entrys)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The entry of the graph %s has no default node; say which node is the"
                                .formatted(name)
                            + " general one: --general NODE."));
    require(general);
    return general;
  }

  /**
   * @throws IllegalArgumentException where the graph has no such node
   */
  void require(String node) {
    if (!nodes.containsKey(node)) {
      throw new IllegalArgumentException(
          "The graph %s has no node %s; it has: %s."
              .formatted(name, node, String.join(", ", nodes.keySet())));
    }
  }

  /**
   * The parameters of all these nodes' models, each as often as it works; empty if one is unknown.
   */
  OptionalLong together(List<String> path) {
    long sum = 0;
    for (String node : path) {
      OptionalLong own =
          nodes.containsKey(node) ? nodes.get(node).parameters() : OptionalLong.empty();
      if (own.isEmpty()) {
        return own;
      }
      sum += own.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
