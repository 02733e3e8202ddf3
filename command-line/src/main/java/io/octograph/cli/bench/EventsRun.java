package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.bench.EventsReport.Rate;
import io.octograph.evaluation.chaos.Times;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures events a second: queries pinned to a worker go the whole way through broker, router,
 * Redis, worker and a scripted model; then as many events go through the same broker, past the same
 * Triggers, to a subscriber that does nothing.
 */
public final class EventsRun {
  /** A fifth as many go before, so that compilers and connections are warm. */
  private static final int WARM = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LOOKS = 1200;
  private static final int BETWEEN_MILLIS = 100;

  private final Settings settings;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * What is measured.
   *
   * @param rig calm
   * @param node the worker that all queries are pinned to
   * @param queries how many
   * @param lanes how many under way at once
   */
  public record Settings(RigSettings rig, String node, int queries, int lanes) {
    public Settings {
      if (queries < 1 || lanes < 1) {
        throw new IllegalArgumentException(
            "queries and lanes are %d and %d; give 1 or more of each.".formatted(queries, lanes));
      }
    }
  }

  public EventsRun(Settings settings, InstantSource clock, Consumer<String> progress) {
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  public EventsReport run() throws IOException, InterruptedException {
    progress.accept("starting");
    try (var rig = Rig.start(settings.rig(), clock)) {
      progress.accept("warming up");
      walk(rig, "warm", Math.ceilDiv(settings.queries(), WARM));
      progress.accept("walks");
      var before = rig.totals().get("accepted");
      var begun = clock.instant();
      var times = walk(rig, "walk", settings.queries());
      var took = Duration.between(begun, clock.instant());
      long events = rig.totals().get("accepted") - before;
      var walks = new Rate(events, seconds(took), millis(times, 0.5), millis(times, 0.99));
      progress.accept("the broker alone");
      int count = Math.toIntExact(events);
      int warm = Math.ceilDiv(count, WARM);
      push(rig, warm);
      arrived(rig, warm);
      rig.forgetNoop();
      var ceiling = ceiling(rig, count);
      return new EventsReport(
          settings.queries(),
          settings.lanes(),
          walks,
          ceiling,
          settings.queries() - times.sorted().size());
    }
  }

  private Times walk(Rig rig, String name, int count) throws InterruptedException {
    var queries =
        IntStream.range(0, count)
            .mapToObj(i -> QueryEvent.of(name + "-" + i, "Question " + i).at(settings.node()))
            .toList();
    return new Lanes(rig, clock, settings.lanes(), PATIENCE).run(queries, _ -> {});
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static double millis(Times times, double quantile) {
    return times.quantile(quantile).toNanos() / 1e6;
  }

  private Rate ceiling(Rig rig, int count) throws IOException, InterruptedException {
    var begun = clock.instant();
    push(rig, count);
    var seen = arrived(rig, count);
    var took = Duration.between(begun, clock.instant());
    return new Rate(
        seen.path("events").asLong(),
        seconds(took),
        seen.path("p50Ms").asDouble(),
        seen.path("p99Ms").asDouble());
  }

  /** What the subscriber has seen, once it has seen so many events. */
  private static JsonNode arrived(Rig rig, int count) throws IOException, InterruptedException {
    JsonNode seen = rig.noop();
    for (int i = 0; i < LOOKS && seen.path("events").asLong() < count; i++) {
      Thread.sleep(BETWEEN_MILLIS);
      seen = rig.noop();
    }
    return seen;
  }

  /** Posts events that nobody but the subscriber that does nothing wants. */
  private void push(Rig rig, int count) throws InterruptedException {
    var numbers = IntStream.range(0, count).boxed().toList();
    Lanes.each(
        settings.lanes(),
        numbers,
        number -> rig.http().send(idle(rig, number), BodyHandlers.discarding()));
  }

  private HttpRequest idle(Rig rig, int number) {
    var data = new ObjectMapper().createObjectNode().put("query", "Question " + number);
    return HttpRequest.newBuilder(rig.ingress())
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("ce-specversion", "1.0")
        .header("ce-type", Manifests.IDLE)
        .header("ce-source", "/octograph/bench")
        .header("ce-id", "idle-" + number)
        .header("ce-time", clock.instant().toString())
        .POST(BodyPublishers.ofString(data.toString()))
        .build();
  }
}
