package io.octograph.traversal;

import io.octograph.graph.Graph;
import java.util.function.Consumer;

/**
 * The runner's port to the workers: carries one call out. Like {@link Decider} it blocks, is called
 * on a virtual thread of its own, by many at once, and is cancelled by interrupting that thread.
 */
public interface Caller {
  /**
   * A piece of an answer as it arrives.
   *
   * @param text what it adds to the answer; may be empty
   * @param raw the piece as the worker sent it (a chunk's JSON), for clients that get it byte for
   *     byte; may be empty
   */
  record Delta(String text, String raw) {
    /** A piece of plain text. */
    public static Delta of(String text) {
      return new Delta(text, "");
    }
  }

  /**
   * Calls a worker.
   *
   * @param graph the graph of the walk
   * @param query the walk's query; {@link Call#messages} puts the call's text into it
   * @param send the call; {@link Command.Send#last} says that its answer goes to the client as it
   *     is, so that the client's own parameters (tools, JSON mode) belong to it
   * @param deltas takes the answer piece by piece; a worker that does not stream leaves it alone
   * @return the whole answer; where deltas came, their texts put together are its content
   * @throws CallException when there is no answer, or it was cut off
   * @throws InterruptedException when the calling thread was interrupted
   */
  Result call(Graph graph, Query query, Command.Send send, Consumer<Delta> deltas)
      throws CallException, InterruptedException;

  /**
   * A decision fell for this worker and its rewrite is still being written: a good moment to wake
   * it. Runs on a virtual thread of its own; what it throws is ignored.
   */
  default void wake(Graph graph, String worker) {}
}
