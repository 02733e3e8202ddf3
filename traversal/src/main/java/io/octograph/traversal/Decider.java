package io.octograph.traversal;

import java.util.function.Consumer;

/**
 * The port to the masters: says where a question goes next and how it is put there. The language
 * model implements it; tests script it.
 *
 * <p>Threads: {@link #decide} blocks, is called on a virtual thread of its own, and by many at
 * once; an implementation queues or batches as it likes.
 *
 * <p>Cancellation: interrupting the calling thread. The implementation looks at least once a token,
 * frees what it holds (its place in a queue too) and throws {@link InterruptedException}.
 *
 * <p>Nulls: none go in, none come out.
 *
 * <p>Deterministic: the same ask of the same model gives the same decision, times and the last
 * digits of probabilities apart; a walk may be repeated after a crash.
 */
public interface Decider {
  /**
   * Decides at a master.
   *
   * <p>Only names of {@link Ask#among} may be chosen. User text can never act as a special or
   * functional token. A question longer than the model's context is decided from head and tail
   * ({@link Decision#clipped}). Rewrites come as the model wrote them: the guard is the walk's.
   *
   * @param ask what is asked
   * @param early told of each choice as soon as its token is known, before its rewrite is decoded
   *     (which is empty then), so that the worker can be woken; in order, at most once a call,
   *     never after this method has returned; on any thread; it is quick and throws nothing. What
   *     it is told is what the returned decision holds.
   * @return the decision
   * @throws DecisionException when no decision can be made; it says whether trying again may help
   * @throws InterruptedException when the calling thread was interrupted
   */
  Decision decide(Ask ask, Consumer<Chosen> early) throws DecisionException, InterruptedException;

  /** Decides without anybody to tell early. */
  default Decision decide(Ask ask) throws DecisionException, InterruptedException {
    return decide(ask, chosen -> {});
  }
}
