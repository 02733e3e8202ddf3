package io.octograph.router.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.event.EventFunctions;
import io.octograph.event.Incoming;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.RedeliverException;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The router's event door: a function for each type of event. */
public class RouterFunctions {
  private final EventFunctions functions;
  private final RouterEvents events;
  private final Overdue overdue;

  RouterFunctions(EventFunctions functions, RouterEvents events, Overdue overdue) {
    this.functions = functions;
    this.events = events;
    this.overdue = overdue;
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.query")
  public Uni<CloudEvent<JsonNode>> query(CloudEvent<byte[]> event) {
    return functions.handle(events::query);
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.result")
  public Uni<CloudEvent<JsonNode>> result(CloudEvent<byte[]> event) {
    return functions.handle(events::result);
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.failed")
  public Uni<CloudEvent<JsonNode>> failed(CloudEvent<byte[]> event) {
    return functions.handle(events::failed);
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.call")
  public Uni<CloudEvent<JsonNode>> call(CloudEvent<byte[]> event) {
    return functions.handle(events::call);
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.answer")
  public Uni<CloudEvent<JsonNode>> answer(CloudEvent<byte[]> event) {
    return functions.handle(events::end);
  }

  @Funq
  @CloudEventMapping(trigger = "io.octograph.tick")
  public Uni<CloudEvent<JsonNode>> tick(CloudEvent<byte[]> event) {
    return functions.handle(this::ticked);
  }

  /** A tick as a PingSource sends it, which lets nobody choose its type. */
  @Funq
  @CloudEventMapping(trigger = "dev.knative.sources.ping")
  public Uni<CloudEvent<JsonNode>> ping(CloudEvent<byte[]> event) {
    return functions.handle(this::ticked);
  }

  /** Whatever else a broker brings. */
  @Funq
  @CloudEventMapping(trigger = "*")
  public Uni<CloudEvent<JsonNode>> other(CloudEvent<byte[]> event) {
    return functions.handle(
        incoming ->
            incoming.dead().isPresent() ? events.end(incoming) : functions.unknown(incoming));
  }

  /** A dead one is as good as any, and the next makes up for it: none is kept. */
  private Optional<Event> ticked(Incoming tick) throws RedeliverException, InterruptedException {
    overdue.end();
    return Optional.empty();
  }
}
