package io.octograph.evaluation.mmlu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the graph sends a question.
 *
 * @param path the nodes entered, masters first
 * @param node the worker that gets it; the first where the graph would call several
 * @param text what stands in the question's place there
 * @param rewritten whether that is another text: the master's rewrite, or it and the question
 * @param several whether the graph would call several workers
 * @param master what deciding and rewriting took
 */
record Routing(
    List<String> path,
    String node,
    String text,
    boolean rewritten,
    boolean several,
    Effort master) {

  /** Times and tokens of the masters: until the decision, and with the rewrite. */
  record Effort(long firstTokenMillis, long totalMillis, long promptTokens, long rewriteTokens) {
    Effort plus(Effort other) {
      return new Effort(
          firstTokenMillis + other.firstTokenMillis,
          totalMillis + other.totalMillis,
          promptTokens + other.promptTokens,
          rewriteTokens + other.rewriteTokens);
    }
  }

  /** Reads what {@code POST /v1/route} answers to the question alone. */
  static Routing of(Question question, JsonNode json) {
    List<String> path = new ArrayList<>();
    json.path("path").forEach(node -> path.add(node.asText()));
    JsonNode call = json.path("calls").path(0);
    boolean several = json.path("calls").size() > 1;
    JsonNode timings = json.path("timings");
    // a rewrite of one part of a question is not that question
    boolean replaced = !several && call.path("rewritten").asBoolean();
    String text = replaced ? call.path("text").asText(question.text()) : question.text();
    return new Routing(
        List.copyOf(path),
        call.path("node").asText(),
        text,
        !text.equals(question.text()),
        several,
        new Effort(
            timings.path("first_token_ms").asLong(),
            timings.path("total_ms").asLong(),
            timings.path("prompt_tokens").asLong(),
            timings.path("rewrite_tokens").asLong()));
  }

  /**
   * The decision of {@code this}, made by question and choices, with the rewrite that the question
   * alone was given on its way to the same worker; without one where it went to another.
   */
  Routing with(Routing ofTheQuestion, Question question) {
    boolean same = ofTheQuestion.node.equals(node) && ofTheQuestion.rewritten;
    return new Routing(
        path,
        node,
        same ? ofTheQuestion.text : question.text(),
        same,
        several || ofTheQuestion.several,
        master.plus(ofTheQuestion.master));
  }

  /** Whether the walk goes to the node of the question's field, or through it. */
  boolean right(Question question) {
    return path.contains(question.node());
  }
}
