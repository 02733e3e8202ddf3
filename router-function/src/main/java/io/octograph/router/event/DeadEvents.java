package io.octograph.router.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.event.Incoming;
import io.octograph.event.Payloads;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.DeadLetters;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What the router does with events that the broker gave up. Each is kept, so that people can see it
 * and send it again; and its walk goes on without it, to a fallback or to an end that says why.
 */
@Singleton
class DeadEvents {
  private static final Logger LOG = Logger.getLogger(DeadEvents.class);
  private static final Incoming.Dead UNKNOWN = new Incoming.Dead("", "", "");

  private final EventRunner runner;
  private final Asked asked;
  private final Payloads payloads;
  private final Posts posts;
  private final Kept kept;

  DeadEvents(EventRunner runner, Asked asked, Payloads payloads, Posts posts, Kept kept) {
    this.runner = runner;
    this.asked = asked;
    this.payloads = payloads;
    this.posts = posts;
    this.kept = kept;
  }

  Optional<Event> query(Incoming incoming) throws RedeliverException, InterruptedException {
    keep(incoming);
    List<Event> events;
    try {
      events = runner.deadQuery(incoming.origin(), asked.read(incoming));
    } catch (ApiException refused) {
      events = List.of(runner.refusal(incoming.origin(), refused.error().message()));
    }
    return posts.send(events);
  }

  /** An answer that the router itself did not take: this is the last try to work it in. */
  Optional<Event> outcome(Incoming incoming) throws RedeliverException, InterruptedException {
    keep(incoming);
    Attributes attributes = incoming.attributes();
    Optional<Outcome> outcome = RouterEvents.outcome(payloads, incoming, attributes);
    return outcome.isPresent()
        ? posts.send(runner.deadOutcome(attributes.traversal(), outcome.get()))
        : Optional.empty();
  }

  Optional<Event> call(Incoming incoming) throws RedeliverException, InterruptedException {
    keep(incoming);
    Attributes attributes = incoming.attributes();
    String reason = Undelivered.reason(attributes.node(), incoming.dead().orElse(UNKNOWN));
    return posts.send(runner.deadCall(attributes.traversal(), attributes.id(), reason));
  }

  /** Keeps a dead event; one that is alive is none. A dead call comes without a broker's words. */
  void keep(Incoming incoming) {
    if (incoming.dead().isPresent() || incoming.kind().filter(EventType.CALL::equals).isPresent()) {
      kept.keep(incoming, incoming.dead().orElse(UNKNOWN));
    }
  }

  /** Writes the letters. */
  @Singleton
  static class Kept {
    private final DeadLetters letters;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    Kept(DeadLetters letters, InstantSource clock, MeterRegistry metrics) {
      this.letters = letters;
      this.clock = clock;
      this.metrics = metrics;
    }

    void keep(Incoming incoming, Incoming.Dead dead) {
      String node = incoming.extension(Attributes.NODE);
      String reason = Undelivered.reason(receiver(incoming, node), dead);
      String id = Ids.traversal(incoming.source(), incoming.id() + " to " + dead.destination());
      letters.keep(
          new DeadLetters.Letter(
              id,
              clock.instant(),
              incoming.type(),
              traversal(incoming),
              node,
              reason,
              incoming.json()));
      metrics.counter("octograph.event.dead_letters", "type", type(incoming)).increment();
      // the reason may quote a model's server, and that its user: it is in the letter
      LOG.warnf("Dead letter %s, %s, status \"%s\"", id, type(incoming), Words.clip(dead.code()));
    }

    private static String receiver(Incoming incoming, String node) {
      return switch (incoming.kind().orElse(EventType.TICK)) {
        case CALL -> node.isEmpty() ? "A worker" : Words.clip(node);
        case QUERY, RESULT -> "The router";
        case FAILED -> node.isEmpty() ? "The receiver of the failure" : "The router";
        case ANSWER -> "The receiver of the answer";
        case TICK -> "The receiver";
      };
    }

    private static String traversal(Incoming incoming) {
      return incoming.kind().filter(EventType.QUERY::equals).isPresent()
          ? incoming.origin().traversal()
          : incoming.extension(Attributes.TRAVERSAL);
    }

    private static String type(Incoming incoming) {
      return incoming.kind().map(EventType::text).orElse("other");
    }
  }
}
