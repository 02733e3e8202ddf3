package io.octograph.traversal.event;

import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Outcome;

/**
 * What an event of type {@link EventType#FAILED} carries.
 *
 * @param id of the call that failed, or of the walk's root step when the whole walk did
 * @param node where it failed; empty for a whole walk
 * @param reason a sentence for the user
 * @param passing true when asking again later may help
 */
public record Failure(String id, String node, String reason, boolean passing) {
  /** A walk that failed. */
  public static Failure of(Answer answer) {
    return new Failure(Ids.end(answer.traversal()), "", answer.failure(), answer.passing());
  }

  /** A call that failed. */
  public static Failure of(Call call, String reason, boolean passing) {
    return new Failure(call.id(), call.node(), reason, passing);
  }

  /** For the walk of a failed call: what came of it. */
  public Outcome outcome() {
    return new Outcome.Failed(id, reason, passing);
  }
}
