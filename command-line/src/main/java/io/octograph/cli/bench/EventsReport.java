package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Events a second through router and worker, beside the broker alone.
 *
 * @param queries how many, each to one worker and without a decision
 * @param lanes how many were under way at once
 * @param walks the queries with all that came of them
 * @param ceiling as many events as those, each to a subscriber that does nothing
 * @param unanswered queries without an answer
 */
public record EventsReport(int queries, int lanes, Rate walks, Rate ceiling, long unanswered) {
  /**
   * How fast.
   *
   * @param events that the broker took
   * @param seconds from the first to the last
   * @param p50Millis of a walk from its query to its answer; of an event from its sender to its
   *     subscriber
   */
  public record Rate(long events, double seconds, double p50Millis, double p99Millis) {
    public double perSecond() {
      return events / seconds;
    }

    private ObjectNode json(ObjectNode json) {
      return json.put("events", events)
          .put("seconds", seconds)
          .put("events_per_second", perSecond())
          .put("p50_ms", p50Millis)
          .put("p99_ms", p99Millis);
    }

    private String text(String name) {
      return String.format(
          Locale.ROOT,
          "%-34s %7.0f events/s  p50 %.1f ms, p99 %.1f ms  (%d events in %.1f s)%n",
          name,
          perSecond(),
          p50Millis,
          p99Millis,
          events,
          seconds);
    }
  }

  /** The report for a reader at a terminal. */
  public String text() {
    return walks.text("router and worker")
        + ceiling.text("the broker alone")
        + String.format(
            Locale.ROOT,
            "%-34s %7.2f of the ceiling;  %.0f walks/s, %d at once, %d without an answer%n",
            "",
            walks.perSecond() / ceiling.perSecond(),
            queries / walks.seconds(),
            lanes,
            unanswered);
  }

  /** The report for a script. */
  public ObjectNode json() {
    var json = new ObjectMapper().createObjectNode();
    json.put("queries", queries).put("lanes", lanes).put("unanswered", unanswered);
    json.put("walks_per_second", queries / walks.seconds());
    walks.json(json.putObject("walks"));
    ceiling.json(json.putObject("ceiling"));
    return json.put("ratio", walks.perSecond() / ceiling.perSecond());
  }
}
