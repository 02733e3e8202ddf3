package io.octograph.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts text that others wrote into a prompt as JSON between two lines, so that a docstring or a
 * query that talks to the model stays what it is: a string. What is fenced cannot hold the fence.
 */
final class Fence {
  static final String OPEN = "<<<MATERIAL";
  static final String CLOSE = "MATERIAL>>>";

  private Fence() {}

  /** Each value in a line of its own. */
  static String around(List<? extends JsonNode> values) {
    return values.stream()
        .map(value -> value.toString().replace("<<<", "< < <").replace(">>>", "> > >"))
        .collect(Collectors.joining("\n", OPEN + "\n", "\n" + CLOSE));
  }
}
