package io.octograph.traversal;

import java.util.List;

/**
 * What a master decided.
 *
 * @param kind whether it calls, or says <em>none</em> or <em>finish</em>
 * @param probability of the first token, over the set that was allowed; 0 to 1
 * @param calls in the order of the query; at least one exactly when {@code kind} is CALLS
 * @param top the likeliest first tokens, best first, as many as were asked for
 * @param clipped true when the master saw only head and tail of the query: its rewrite then cannot
 *     stand for the whole and goes before it
 * @param times what it took
 */
public record Decision(
    Kind kind,
    double probability,
    List<Chosen> calls,
    List<Choice> top,
    boolean clipped,
    Times times) {

  /** The three ways a decision can go. */
  public enum Kind {
    /** One or several neighbours are called. */
    CALLS,
    /** No neighbour fits: the default node is taken, or the walk ends with what it has. */
    NONE,
    /** The answers so far are enough. */
    FINISH
  }

  /**
   * What a decision took.
   *
   * @param firstTokenMillis from the request (waiting in the queue included) to the first token
   * @param totalMillis to the end of the last rewrite
   * @param promptTokens length of the prompt
   * @param rewriteTokens tokens generated after the first
   */
  public record Times(
      long firstTokenMillis, long totalMillis, int promptTokens, int rewriteTokens) {
    /** Nothing was measured. */
    public static final Times UNKNOWN = new Times(0, 0, 0, 0);
  }

  public Decision {
    calls = List.copyOf(calls);
    top = List.copyOf(top);
    times = times == null ? Times.UNKNOWN : times;
    if ((kind == Kind.CALLS) == calls.isEmpty()) {
      throw new IllegalArgumentException(
          "A decision of kind " + kind + " came with " + calls.size() + " calls.");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "A decision's probability is " + probability + "; it must lie in 0 to 1.");
    }
  }

  /** A decision to call. Its probability is that of the first call's token. */
  public static Decision calls(List<Chosen> calls, List<Choice> top, boolean clipped, Times times) {
    double probability = calls.isEmpty() ? 0 : calls.getFirst().probability();
    return new Decision(Kind.CALLS, probability, calls, top, clipped, times);
  }

  /** No neighbour fits. */
  public static Decision none(double probability, List<Choice> top, Times times) {
    return new Decision(Kind.NONE, probability, List.of(), top, false, times);
  }

  /** The answers so far are enough. */
  public static Decision finish(double probability, List<Choice> top, Times times) {
    return new Decision(Kind.FINISH, probability, List.of(), top, false, times);
  }
}
