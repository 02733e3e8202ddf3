package io.octograph.traversal;

import java.util.List;

/**
 * How an answer came about, for the user, logs and budgets.
 *
 * @param traversal the walk
 * @param graph the graph's name
 * @param version the graph's version
 * @param path the nodes in the order they were entered, masters included
 * @param decisions what the masters decided
 * @param calls what the workers were asked
 * @param usage tokens of all calls together
 * @param cost of all calls together, in the currency of the graph's prices
 * @param reason why the walk ended
 * @param totalMillis from start to end
 */
public record Receipt(
    String traversal,
    String graph,
    int version,
    List<String> path,
    List<Decided> decisions,
    List<Called> calls,
    Usage usage,
    double cost,
    FinishReason reason,
    long totalMillis) {

  /**
   * One decision.
   *
   * @param id the step
   * @param master who decided
   * @param nodes whom it chose; empty for none and finish
   * @param kind which way it went; null when no decision came
   * @param probability of the first token
   * @param top the likeliest choices
   * @param times what it took
   * @param failure why no decision came; empty when one did
   */
  public record Decided(
      String id,
      String master,
      List<String> nodes,
      Decision.Kind kind,
      double probability,
      List<Choice> top,
      Decision.Times times,
      String failure) {}

  /**
   * One call.
   *
   * @param id the step
   * @param node the worker
   * @param token the functional token that chose it
   * @param probability of that token
   * @param rewrite what the master wrote
   * @param rewritten whether it went out
   * @param reason why not, or why this node
   * @param usage its tokens
   * @param cost its cost
   * @param times what it took
   * @param failure why no answer came; empty when one did
   */
  public record Called(
      String id,
      String node,
      String token,
      double probability,
      String rewrite,
      boolean rewritten,
      String reason,
      Usage usage,
      double cost,
      Result.Times times,
      String failure) {}
}
