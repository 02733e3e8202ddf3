package io.octograph.worker.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.event.EventFunctions;
import io.octograph.event.Incoming;
import io.octograph.event.Payloads;
import io.octograph.function.CurrentGraph;
import io.octograph.openai.ApiException;
import io.octograph.traversal.Call;
import io.octograph.traversal.CallException;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.CallRunner;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.Failure;
import io.octograph.traversal.event.LeaseKeeper;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.WalkStore;
import io.octograph.worker.Nodes;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;

/** What the worker does with each type of event. */
public class CallFunction {
  private final EventFunctions functions;
  private final Payloads payloads;
  private final CurrentGraph current;
  private final CallRunner runner;
  private final CallAnswers answers;

  @Inject
  CallFunction(
      EventFunctions functions,
      Payloads payloads,
      CurrentGraph current,
      WalkStore walks,
      LeaseKeeper keeper,
      Nodes nodes,
      InstantSource clock) {
    this.functions = functions;
    this.payloads = payloads;
    this.current = current;
    this.runner = new CallRunner(walks, keeper);
    this.answers = new CallAnswers(nodes, clock);
  }

  /** A call: answered by its node. */
  @Funq
  @CloudEventMapping(trigger = "io.octograph.call")
  public Uni<CloudEvent<JsonNode>> call(CloudEvent<byte[]> event) {
    return functions.handle(this::called);
  }

  /** Anything else is a Trigger's mistake. */
  @Funq
  @CloudEventMapping(trigger = "*")
  public Uni<CloudEvent<JsonNode>> other(CloudEvent<byte[]> event) {
    return functions.handle(functions::unknown);
  }

  private Optional<Event> called(Incoming incoming)
      throws RedeliverException, InterruptedException {
    var attributes = incoming.attributes();
    Optional<Call> call;
    try {
      call = payloads.call(incoming);
    } catch (ApiException unreadable) {
      var reason = "The call cannot be read. " + unreadable.error().message();
      return Optional.of(failure(attributes, reason));
    }
    return call.isEmpty()
        ? Optional.empty()
        : runner.called(attributes, call.get(), (query, asked) -> answer(attributes, query, asked));
  }

  private Result answer(Attributes attributes, Query query, Call call)
      throws CallException, InterruptedException {
    var graph = current.graph().name();
    if (!attributes.graph().equals(graph)) {
      var message = "The worker that was called serves the graph %s, not %s.";
      throw new CallException(message.formatted(graph, attributes.graph()), false);
    }
    return answers.answer(query, call);
  }

  private static Event failure(Attributes call, String reason) {
    return new Event(
        call.reply(EventType.FAILED), new Failure(call.id(), call.node(), reason, false));
  }
}
