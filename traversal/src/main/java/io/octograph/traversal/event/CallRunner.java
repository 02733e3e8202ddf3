package io.octograph.traversal.event;

import io.octograph.traversal.Call;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.store.WalkStore;
import java.util.Optional;

/**
 * A worker's side of the walk by events: takes a call, gives a result or a failure. However often a
 * call is delivered, its work is done once where its outcome could be kept, and the outcome is the
 * same each time. Safe for use by several threads.
 */
public final class CallRunner {
  private final WalkStore walks;
  private final LeaseKeeper keeper;

  /** The work itself: a worker answers. */
  public interface Work {
    /**
     * Answers a call.
     *
     * @param query the walk's query; {@link Call#messages} puts the call's text into it
     * @throws CallException when there is no answer; passing when another try may bring one
     * @throws InterruptedException when the calling thread was interrupted
     */
    Result answer(Query query, Call call) throws CallException, InterruptedException;
  }

  public CallRunner(WalkStore walks, LeaseKeeper keeper) {
    this.walks = walks;
    this.keeper = keeper;
  }

  /**
   * Handles a call.
   *
   * @param attributes those of the call's event
   * @return the result or failure to send; empty when nobody waits for it: the walk has ended, or
   *     none is known by that name
   * @throws RedeliverException if another works on it, or its work failed for now
   * @throws io.octograph.traversal.store.StoreException if the store is away: to be delivered again
   * @throws InterruptedException if the thread was interrupted, or the lease was lost: likewise
   */
  public Optional<Event> called(Attributes attributes, Call call, Work work)
      throws RedeliverException, InterruptedException {
    var asked = walks.asked(attributes.traversal()).filter(walk -> !walk.finished());
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    return keeper
        .during(call.id(), () -> Optional.of(outcome(asked.get().query(), call, work)))
        .map(outcome -> Event.of(attributes, outcome));
  }

  private static Outcome outcome(Query query, Call call, Work work)
      throws RedeliverException, InterruptedException {
    try {
      return new Outcome.Answered(work.answer(query, call));
    } catch (CallException failed) {
      if (failed.passing()) {
        throw new RedeliverException(failed.getMessage(), failed);
      }
      return new Outcome.Failed(call.id(), failed.getMessage(), false);
    }
  }
}
