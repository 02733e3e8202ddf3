package io.octograph.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.event.Tally.End;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.StoreException;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Runs what functions do with their events, each on a virtual thread of its own: an interrupt then
 * stops that work and nothing else.
 */
@Singleton
public class EventFunctions {
  private static final Logger LOG = Logger.getLogger(EventFunctions.class);

  /** A store answers sooner, or not at all. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** What a function does with an event. */
  public interface Handler {
    /**
     * Handles an event.
     *
     * @return the event to reply with, if any
     * @throws ApiException if the event can never be handled and nobody can be told; it is kept as
     *     a dead letter
     * @throws RedeliverException if it must be delivered again; {@link StoreException} likewise
     */
    Optional<Event> handle(Incoming incoming) throws RedeliverException, InterruptedException;
  }

  private final CurrentVertxRequest request;
  private final DeadLetters letters;
  private final Tally tally;
  private final InstantSource clock;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  EventFunctions(
      CurrentVertxRequest request, DeadLetters letters, Tally tally, InstantSource clock) {
    this.request = request;
    this.letters = letters;
    this.tally = tally;
    this.clock = clock;
  }

  /** Handles the event that this request brought; for functions to return. */
  public Uni<CloudEvent<JsonNode>> handle(Handler handler) {
    var current = request.getCurrent();
    var incoming = EventDoor.incoming(current);
    var admission = EventDoor.admission(current);
    if (!admission.begin()) {
      return Uni.createFrom()
          .failure(new RedeliverException("Who delivered the event has gone already."));
    }
    var context = Vertx.currentContext();
    return Uni.createFrom()
        .<CloudEvent<JsonNode>>emitter(
            emitter ->
                Thread.ofVirtual()
                    .name(name(incoming))
                    .start(
                        () -> {
                          running.add(Thread.currentThread());
                          try {
                            emitter.complete(reply(handler, incoming));
                          } catch (Throwable fault) {
                            emitter.fail(fault);
                          } finally {
                            running.remove(Thread.currentThread());
                            admission.workEnded();
                          }
                        }))
        .emitOn(task -> on(context, task));
  }

  /** An event of a type that no function here has: it is nobody's, and so it is done. */
  public Optional<Event> unknown(Incoming incoming) {
    LOG.infof("An event of type %s is nothing for this function", Words.clip(incoming.type()));
    return Optional.empty();
  }

  /** What has not ended when the process must gives its leases back, so that others can go on. */
  void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
    running.forEach(Thread::interrupt);
    var until = clock.instant().plus(GOODBYE);
    for (Thread thread : running) {
      var left = Duration.between(clock.instant(), until);
      if (left.isPositive()) {
        thread.join(left);
      }
    }
  }

  /** Null for none, as Funqy has it. */
  private CloudEvent<JsonNode> reply(Handler handler, Incoming incoming)
      throws RedeliverException, InterruptedException {
    try {
      var event = handled(handler, incoming);
      return event
          .map(sent -> Outgoing.reply(sent, clock.instant(), incoming.structured()))
          .orElse(null);
    } catch (RedeliverException | StoreException | InterruptedException later) {
      tally.count(incoming, End.AGAIN);
      LOG.infof("%s is to be delivered again: %s", name(incoming), Faults.error(later).message());
      throw later;
    } catch (RuntimeException fault) {
      tally.count(incoming, End.BROKEN);
      LOG.errorf(fault, "%s failed in a way nobody foresaw", name(incoming));
      throw fault;
    }
  }

  private Optional<Event> handled(Handler handler, Incoming incoming)
      throws RedeliverException, InterruptedException {
    try {
      var event = handler.handle(incoming);
      tally.count(incoming, event.isPresent() ? End.REPLIED : End.TAKEN);
      return event;
    } catch (ApiException poison) {
      keep(incoming, poison.error().message());
      tally.count(incoming, End.KEPT);
      return Optional.empty();
    }
  }

  /** A step's id is ours; any other id is its sender's words, which do not belong in a log. */
  private static String name(Incoming incoming) {
    var id = incoming.id();
    return "Event "
        + (Ids.traversalOf(id).isPresent() ? id : "of " + incoming.origin().traversal());
  }

  private void keep(Incoming incoming, String reason) {
    LOG.warnf("%s can never be handled and is kept", name(incoming));
    letters.keep(
        new DeadLetters.Letter(
            incoming.origin().traversal(),
            clock.instant(),
            incoming.type(),
            incoming.extension(Attributes.TRAVERSAL),
            incoming.extension(Attributes.NODE),
            reason,
            incoming.json()));
  }

  private static void on(Context context, Runnable task) {
    if (context == null) {
      task.run();
    } else {
      context.runOnContext(nothing -> task.run());
    }
  }
}
