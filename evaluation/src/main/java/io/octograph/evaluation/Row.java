package io.octograph.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A question whose node is known.
 *
 * @param query the last user message; what the held-out rule looks at
 * @param history the turns before it as OpenAI messages, often none
 * @param nodes the nodes that are right, in the order of their calls; mostly one
 * @param language such as {@code en}, where the file says so
 */
public record Row(
    String query, List<JsonNode> history, List<String> nodes, Optional<String> language) {
  public Row {
    history = List.copyOf(history);
    nodes = List.copyOf(nodes);
  }
}
