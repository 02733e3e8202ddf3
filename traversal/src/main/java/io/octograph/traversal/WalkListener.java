package io.octograph.traversal;

/**
 * Follows a walk while it runs. All methods are called on the thread that runs the walk, one after
 * the other, in the order of things; one that blocks holds up the walk, and what it throws ends it.
 */
public interface WalkListener {
  /** Listens to nothing. */
  WalkListener NONE = new WalkListener() {};

  /** The walk has made a move; this is its state now. Called before anything that comes of it. */
  default void moved(Traversal traversal) {}

  /** A master's token is known, its rewrite not yet. */
  default void chosen(String master, Chosen chosen) {}

  /** A master has decided. */
  default void decided(String master, Decision decision) {}

  /**
   * A worker is called.
   *
   * @param last true when its answer is the walk's answer, if it succeeds: what comes of it is
   *     passed to {@link #text} as it arrives, raw pieces included
   */
  default void called(Call call, boolean last) {}

  /**
   * The next piece of the walk's answer. Only what can no longer change comes here: the pieces put
   * together are the answer's content (of a failed walk: what there is of it). Parts under headings
   * come in the order of the query, each as soon as those before it are complete.
   *
   * @param delta its text; the raw piece too where the answer is one worker's verbatim
   */
  default void text(Caller.Delta delta) {}
}
