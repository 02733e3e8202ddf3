package io.octograph.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A question whose node is known.
 *
 * @param query the last user message; what the held-out rule looks at
 * @param history the turns before it as OpenAI messages, often none
 * @param steps the answers so far, oldest first, often none
 * @param nodes what is right, in the order of the calls; mostly one node, or {@link #NONE}, or
 *     after steps {@link #FINISH}
 * @param labels what the row says of itself
 */
public record Row(
    String query, List<JsonNode> history, List<Step> steps, List<String> nodes, Labels labels) {
  /** No specialist fits, as the router names it. */
  public static final String NONE = "*none*";

  /** The answers so far are enough, as the router names it. */
  public static final String FINISH = "*finish*";

  /** An answer that exists already. */
  public record Step(String node, String answer) {}

  /**
   * By what rows are told apart.
   *
   * @param language such as {@code en}
   * @param topic such as {@code high_school_physics}; MMLU calls it the subject
   * @param style such as {@code exam}
   */
  public record Labels(Optional<String> language, Optional<String> topic, Optional<String> style) {
    public static final Labels NONE =
        new Labels(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What form a row has. */
  public enum Kind {
    /** One question, one node. */
    SINGLE,
    /** One question after earlier turns, one node. */
    FOLLOW_UP,
    /** A question that asks several things. */
    COMPOUND,
    /** A question with answers: what comes next, or {@link Row#FINISH}. */
    CONTINUATION,
    /** A question that no specialist fits. */
    NONE
  }

  public Row {
    history = List.copyOf(history);
    steps = List.copyOf(steps);
    nodes = List.copyOf(nodes);
  }

  /** What form it has; the rarest one where several fit. */
  public Kind kind() {
    if (!steps.isEmpty()) {
      return Kind.CONTINUATION;
    }
    if (nodes.size() > 1) {
      return Kind.COMPOUND;
    }
    if (nodes.equals(List.of(NONE))) {
      return Kind.NONE;
    }
    return history.isEmpty() ? Kind.SINGLE : Kind.FOLLOW_UP;
  }

  /** The first node that is right. */
  public String node() {
    return nodes.getFirst();
  }

  /** The same row, asked in other words. */
  public Row asking(String other) {
    return new Row(other, history, steps, nodes, labels);
  }
}
