package io.octograph.evaluation;

import java.util.List;

/**
 * What the router said.
 *
 * @param calls in their order; none where the answers so far are enough
 * @param top the first master's choices, likeliest first; {@link Row#NONE} and {@link Row#FINISH}
 *     may be among them
 * @param path the nodes entered, masters included
 */
public record Reply(List<Call> calls, List<Choice> top, List<String> path) {
  /**
   * What a worker would be asked.
   *
   * @param token empty where no master chose the node: it is the default node
   * @param rewrite as the master wrote it; empty where it wrote none
   * @param rewritten the rewrite goes out
   * @param reason why it does not, or why the node is the default one
   */
  public record Call(
      String node,
      String token,
      double probability,
      String rewrite,
      boolean rewritten,
      String reason) {
    boolean byDefault() {
      return token.isEmpty();
    }
  }

  /** A way a decision could have gone. */
  public record Choice(String node, double probability) {}

  public Reply {
    calls = List.copyOf(calls);
    top = List.copyOf(top);
    path = List.copyOf(path);
  }

  /** The master said that no node fits, or was in doubt: the default node is taken. */
  public boolean defaulted() {
    return !calls.isEmpty() && calls.getFirst().byDefault();
  }

  /** The nodes of the calls; without calls what the master said. */
  public List<String> nodes() {
    return calls.isEmpty()
        ? top.stream().limit(1).map(Choice::node).toList()
        : calls.stream().map(Call::node).toList();
  }

  /**
   * What the masters themselves chose first, default node or not, with its probability: under
   * nested masters the worker, with the product of the first and the last master's probabilities.
   */
  public Choice chosen() {
    if (top.isEmpty()) {
      return new Choice(nodes().isEmpty() ? "" : nodes().getFirst(), 1);
    }
    Choice first = top.getFirst();
    boolean nested =
        !calls.isEmpty() && !first.node().equals(calls.getFirst().node()) && entered(first.node());
    return nested
        ? new Choice(calls.getFirst().node(), first.probability() * calls.getFirst().probability())
        : first;
  }

  private boolean entered(String node) {
    return path.contains(node);
  }
}
