package io.octograph.router.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.function.OctographConfig;
import io.octograph.traversal.Answer;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.RedeliverException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets events out. All go to the sink, and only what it took counts as sent: a walk whose end is
 * lost stays overdue. Without a sink a single event is the reply.
 */
@Singleton
class Posts {
  private final EventRunner runner;
  private final Sink sink;
  private final MeterRegistry metrics;
  private final boolean brokered;

  Posts(EventRunner runner, Sink sink, OctographConfig config, MeterRegistry metrics) {
    this.runner = runner;
    this.sink = sink;
    this.metrics = metrics;
    // an end that is only a reply to a tick is lost; a SinkBinding may come later than its Service
    this.brokered = config.doors() == OctographConfig.OpenDoors.EVENTS;
  }

  /**
   * Sends events.
   *
   * @return the one to reply with, if any
   * @throws RedeliverException if the sink did not take one, or there are several and no sink
   */
  Optional<Event> send(List<Event> events) throws RedeliverException, InterruptedException {
    if (sink.present()) {
      sink.send(events);
    } else if (events.size() > 1 || (brokered && !events.isEmpty())) {
      throw new RedeliverException(
          "%d events must go out and K_SINK is not set; a SinkBinding sets it."
              .formatted(events.size()));
    }
    runner.settle(events);
    events.forEach(this::count);
    return sink.present() ? Optional.empty() : events.stream().findFirst();
  }

  private void count(Event event) {
    if (event.attributes().isEnd()) {
      String reason = event.data() instanceof Answer answer ? answer.reason().text() : "failed";
      metrics
          .counter(
              "octograph.event.walks",
              "end",
              event.attributes().type().name().toLowerCase(Locale.ROOT),
              "reason",
              reason)
          .increment();
    }
  }
}
