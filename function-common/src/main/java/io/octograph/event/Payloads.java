package io.octograph.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiError;
import io.octograph.traversal.Call;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Step;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what an event carries. What was too long for an event is in the store ({@link
 * Outgoing#STORED}) and is read from there, so that methods block and may throw {@link
 * io.octograph.traversal.store.StoreException}.
 */
@Singleton
public class Payloads {
  private final WalkStore walks;
  private final Leases leases;

  Payloads(WalkStore walks, Leases leases) {
    this.walks = walks;
    this.leases = leases;
  }

  /**
   * The call of a call's event, or of its dead letter.
   *
   * @return empty when it was in the store and is gone
   * @throws io.octograph.openai.ApiException 400 when the data is no call, or another one than the
   *     event's id says
   */
  public Optional<Call> call(Incoming incoming) {
    var data = Payload.object(incoming.data());
    var call = stored(data) ? storedCall(incoming) : Optional.of(Payload.call(data));
    call.ifPresent(found -> same(incoming, found.id()));
    return call;
  }

  /**
   * What came of a call: of the event of its result, or of its failure.
   *
   * @return empty when it was in the store and is gone
   * @throws io.octograph.openai.ApiException 400 as above
   */
  public Optional<Outcome> outcome(Incoming incoming) {
    var data = Payload.object(incoming.data());
    if (stored(data)) {
      return leases.outcome(incoming.id());
    }
    if (incoming.kind().filter(EventType.FAILED::equals).isPresent()) {
      var failure = Payload.failure(data);
      same(incoming, failure.id());
      return Optional.of(failure.outcome());
    }
    var result = Payload.result(data);
    same(incoming, result.callId());
    return Optional.of(new Outcome.Answered(result));
  }

  private Optional<Call> storedCall(Incoming incoming) {
    return walks.find(incoming.attributes().traversal()).stream()
        .flatMap(walk -> walk.traversal().steps().stream())
        .map(Step::call)
        .filter(Objects::nonNull)
        .filter(call -> call.id().equals(incoming.id()))
        .findFirst();
  }

  private static boolean stored(ObjectNode data) {
    return data.path(Outgoing.STORED).asBoolean();
  }

  private static void same(Incoming incoming, String id) {
    if (!incoming.id().equals(id)) {
      throw ApiError.invalid("data", "The event's data is about another call than its id names.")
          .exception();
    }
  }
}
