package io.octograph.traversal.event;

import io.octograph.graph.Graph;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;

/**
 * An event to be sent.
 *
 * @param attributes its CloudEvents attributes
 * @param data of the type that {@link EventType#payload} names
 */
public record Event(Attributes attributes, Record data) {
  static Event of(Call call, StoredWalk walk) {
    return new Event(Attributes.of(call, walk.traversal(), walk.origin().reply()), call);
  }

  static Event of(Answer answer, StoredWalk walk) {
    return new Event(
        Attributes.of(answer, walk.origin().reply()),
        answer.failed() ? Failure.of(answer) : answer);
  }

  /** The failure of a query that no walk can begin or go on with. */
  static Event refusal(Origin origin, Graph graph, String reason) {
    var end = Ids.end(origin.traversal());
    return new Event(
        Attributes.refusal(origin, graph.name(), graph.version()),
        new Failure(end, "", reason, false));
  }

  /**
   * What a worker sends for a call.
   *
   * @param call the attributes that the call had
   * @param outcome answered or failed
   */
  static Event of(Attributes call, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var result) -> new Event(call.reply(EventType.RESULT), result);
      case Outcome.Failed failed ->
          new Event(
              call.reply(EventType.FAILED),
              new Failure(failed.id(), call.node(), failed.reason(), failed.passing()));
      case Outcome.Decided _, Outcome.TimedOut _, Outcome.Tick _, Outcome.Cancelled _ ->
          throw new IllegalArgumentException("No worker comes to " + outcome + ".");
    };
  }
}
