package io.octograph.router.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.event.Incoming;
import io.octograph.openai.Words;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.store.DeadLetters;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Keeps events that the broker gave up, so that people can see them and send them again. */
@Singleton
class DeadEvents {
  private static final Logger LOG = Logger.getLogger(DeadEvents.class);
  private static final Incoming.Dead UNKNOWN = new Incoming.Dead("", "", "");

  private final DeadLetters letters;
  private final InstantSource clock;
  private final MeterRegistry metrics;

  DeadEvents(DeadLetters letters, InstantSource clock, MeterRegistry metrics) {
    this.letters = letters;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Keeps a dead event; one that is alive is none. A dead call may come without a broker's words.
   *
   * @return whether it is dead
   */
  boolean keep(Incoming incoming) {
    boolean dead =
        incoming.dead().isPresent() || incoming.kind().filter(EventType.CALL::equals).isPresent();
    if (dead) {
      keep(incoming, said(incoming));
    }
    return dead;
  }

  /** Why a call could not be delivered, for the user. */
  static String reason(Incoming call, String node) {
    return Undelivered.reason(node, said(call));
  }

  private static Incoming.Dead said(Incoming incoming) {
    return incoming.dead().orElse(UNKNOWN);
  }

  private void keep(Incoming incoming, Incoming.Dead dead) {
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
