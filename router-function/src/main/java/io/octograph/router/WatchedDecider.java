package io.octograph.router;

import io.octograph.model.OverloadedException;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Remembers of one request's decisions that the model was too busy: the walk keeps only words. */
final class WatchedDecider implements Decider {
  private final Decider decider;
  private volatile Duration retryAfter;

  WatchedDecider(Decider decider) {
    this.decider = decider;
  }

  @Override
  public Decision decide(Ask ask, Consumer<Chosen> early)
      throws DecisionException, InterruptedException {
    try {
      return decider.decide(ask, early);
    } catch (DecisionException e) {
      if (e.getCause() instanceof OverloadedException busy) {
        retryAfter = busy.retryAfter();
      }
      throw e;
    }
  }

  /** When it is worth to come back, if a decision was refused for too much work. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
