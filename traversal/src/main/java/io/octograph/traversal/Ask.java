package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.Master;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link Decider} is asked.
 *
 * @param graph the graph and version that the walk began with
 * @param master who decides: its model and adapter are to be used
 * @param among the neighbours that may be chosen, in file order: the master's edges, or those of
 *     the worker that has just answered; only their tokens (and none, finish) may be generated
 * @param messages the conversation; its last user turn holds the question that is decided, which at
 *     a nested master is the rewrite of the one above
 * @param answers the answers so far on this branch, oldest first; <em>finish</em> may be generated
 *     exactly when there is one
 * @param rewrite false asks for the decision alone: one token, empty rewrites
 * @param top how many choices to report
 * @param calls the most calls this decision may make, at least 1
 * @param left what is left of the time for the whole answer; zero when it is over
 */
public record Ask(
    Graph graph,
    Master master,
    List<String> among,
    List<Message> messages,
    List<Part> answers,
    boolean rewrite,
    int top,
    int calls,
    Duration left) {
  public Ask {
    among = List.copyOf(among);
    messages = List.copyOf(messages);
    answers = List.copyOf(answers);
    left = left.isNegative() ? Duration.ZERO : left;
  }

  /** An ask at the beginning of a walk: all of the graph's time is left. */
  public Ask(
      Graph graph,
      Master master,
      List<String> among,
      List<Message> messages,
      List<Part> answers,
      boolean rewrite,
      int top,
      int calls) {
    this(graph, master, among, messages, answers, rewrite, top, calls, graph.limits().deadline());
  }

  /** What a walk asks by this command, with so much of its time left. */
  public static Ask of(Graph graph, Query query, Command.Decide decide, Duration left) {
    return new Ask(
        graph,
        graph.master(decide.master()),
        decide.among(),
        query.with(decide.question()),
        decide.answers(),
        query.rewrite(),
        query.top(),
        decide.calls(),
        left);
  }

  /** The question that is decided: the last user turn's text. */
  public String question() {
    return Query.of(messages).text();
  }
}
