package io.octograph.evaluation.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An {@code answer} or {@code failed} event as it came in.
 *
 * @param question the correlationid
 * @param event its id
 * @param failed true for {@code failed}
 * @param data the whole of it
 * @param at when it came
 */
public record Ended(String question, String event, boolean failed, JsonNode data, Instant at) {
  /** True where both say the same, whenever they came. */
  boolean same(Ended other) {
    return event.equals(other.event) && failed == other.failed && data.equals(other.data);
  }

  /** The answer's text. */
  public String content() {
    return data.path("content").asText();
  }

  /** The nodes of the walk in the order of their names: parallel calls come back in any order. */
  public List<String> nodes() {
    var nodes = new ArrayList<String>();
    data.at("/receipt/path").forEach(node -> nodes.add(node.asText()));
    nodes.sort(null);
    return List.copyOf(nodes);
  }

  /** Calls of the walk. */
  public int calls() {
    return data.at("/receipt/calls").size();
  }

  /** How the walk went: all that is true of it, {@code SINGLE} where nothing else is. */
  public Set<Question.Kind> kinds() {
    var kinds = EnumSet.noneOf(Question.Kind.class);
    int first = 0;
    for (var call : data.at("/receipt/calls")) {
      first += hop(call) == 1 ? 1 : 0;
      if (call.path("reason").asText().startsWith("It follows on")) {
        kinds.add(Question.Kind.TWO_STEP);
      }
    }
    for (var decision : data.at("/receipt/decisions")) {
      first += hop(decision) == 1 ? 1 : 0;
      if (hop(decision) > 0) {
        kinds.add(Question.Kind.NESTED);
      }
    }
    if (first > 1) {
      kinds.add(Question.Kind.PARALLEL);
    }
    return kinds.isEmpty() ? EnumSet.of(Question.Kind.SINGLE) : kinds;
  }

  /** The hop that a step's id names: {@code traversal/hop/index}. */
  private static int hop(JsonNode step) {
    var parts = step.path("id").asText().split("/");
    return parts.length == 3 ? Integer.parseInt(parts[1]) : 0;
  }

  /** Why calls of the walk failed that an answer came without. */
  public List<String> failures() {
    var failures = new ArrayList<String>();
    data.at("/receipt/calls").forEach(call -> add(failures, call));
    data.at("/receipt/decisions").forEach(decision -> add(failures, decision));
    return List.copyOf(failures);
  }

  private static void add(List<String> failures, JsonNode step) {
    var failure = step.path("failure").asText();
    if (!failure.isEmpty()) {
      failures.add(failure);
    }
  }

  /** Why there is no answer; empty where there is one. */
  public String reason() {
    return failed ? data.path("reason").asText("It gives no reason.") : "";
  }
}
