package io.octograph.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.traversal.event.EventType;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts events: {@code octograph_events_total} by type and by what came of them. */
@Singleton
final class Tally {
  /** What came of an event. */
  enum End {
    /** Handled, with an event in reply. */
    REPLIED,
    /** Handled, nothing to reply. */
    TAKEN,
    /** To be delivered again. */
    AGAIN,
    /** It can never be handled; a person may read it. */
    KEPT,
    /** Something nobody foresaw. */
    BROKEN
  }

  private final MeterRegistry metrics;

  Tally(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void count(Incoming incoming, End end) {
    count(
        incoming.kind().map(EventType::text).orElse("other"), end.name().toLowerCase(Locale.ROOT));
  }

  /** Not even let in. */
  void refused(int status) {
    count("unread", "refused_" + status);
  }

  private void count(String type, String end) {
    metrics.counter("octograph.events", "type", type, "end", end).increment();
  }
}
