package io.octograph.router.event;

import io.octograph.event.Incoming;
import io.octograph.event.Payloads;
import io.octograph.openai.ApiException;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.Origin;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * What the router does with events. One that the broker gave up is kept for people, and its walk
 * goes on all the same: a dead call takes the fallback, a dead query or result is worked in for the
 * last time.
 */
@Singleton
class RouterEvents {
  private final EventRunner runner;
  private final Asked asked;
  private final Payloads payloads;
  private final Posts posts;
  private final DeadEvents dead;

  RouterEvents(EventRunner runner, Asked asked, Payloads payloads, Posts posts, DeadEvents dead) {
    this.runner = runner;
    this.asked = asked;
    this.payloads = payloads;
    this.posts = posts;
    this.dead = dead;
  }

  Optional<Event> query(Incoming incoming) throws RedeliverException, InterruptedException {
    boolean last = dead.keep(incoming);
    Query query;
    try {
      query = asked.read(incoming);
    } catch (ApiException refused) {
      return posts.send(List.of(refusal(incoming, refused)));
    }
    Origin origin = incoming.origin();
    return posts.send(last ? runner.deadQuery(origin, query) : runner.query(origin, query));
  }

  Optional<Event> result(Incoming incoming) throws RedeliverException, InterruptedException {
    boolean last = dead.keep(incoming);
    Attributes attributes = incoming.attributes();
    Optional<Outcome> outcome = outcome(incoming, attributes);
    if (outcome.isEmpty()) {
      return Optional.empty();
    }
    String walk = attributes.traversal();
    return posts.send(
        last ? runner.deadOutcome(walk, outcome.get()) : runner.came(walk, outcome.get()));
  }

  /** Of a call, or of a walk: that is for whoever asked, and only a dead one is for the router. */
  Optional<Event> failed(Incoming incoming) throws RedeliverException, InterruptedException {
    return incoming.extension(Attributes.NODE).isEmpty() ? end(incoming) : result(incoming);
  }

  /** Calls are workers'; the router gets those that none took. */
  Optional<Event> call(Incoming incoming) throws RedeliverException, InterruptedException {
    dead.keep(incoming);
    Attributes attributes = incoming.attributes();
    String reason = DeadEvents.reason(incoming, attributes.node());
    return posts.send(runner.deadCall(attributes.traversal(), attributes.id(), reason));
  }

  /** Ends are for whoever asked. One that nobody took is kept for people. */
  Optional<Event> end(Incoming incoming) {
    dead.keep(incoming);
    return Optional.empty();
  }

  private Event refusal(Incoming incoming, ApiException refused) {
    return runner.refusal(incoming.origin(), refused.error().message());
  }

  /**
   * What came of a call. One that cannot be read is a failure of its worker's, so that the walk
   * goes on at once.
   */
  private Optional<Outcome> outcome(Incoming incoming, Attributes attributes) {
    try {
      return payloads.outcome(incoming);
    } catch (ApiException unreadable) {
      String what =
          incoming.kind().filter(EventType.FAILED::equals).isPresent() ? "failure" : "answer";
      String reason = "The %s of %s could not be read.".formatted(what, attributes.node());
      return Optional.of(new Outcome.Failed(attributes.id(), reason, false));
    }
  }
}
