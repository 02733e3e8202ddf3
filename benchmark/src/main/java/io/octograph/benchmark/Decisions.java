package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The decision alone, from the query to its functional token, by the whole network: what an early
 * exit saves is {@link Early}'s to say.
 */
final class Decisions {
  static final int USUAL_TOKENS = 30;

  private static final List<Integer> TOKENS = List.of(16, USUAL_TOKENS, 64, 256, 512);
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);

  private static final double AIM_MILLIS_VNNI = 25;
  private static final double AIM_MILLIS = 60;
  private static final double AIM_JAVA_MILLIS = 2;

  private Decisions() {}

  static Section measure(Subject subject, Machine machine, Consumer<String> progress)
      throws InterruptedException {
    var lines = new ArrayList<Line>();
    int most = 0;
    for (int tokens : TOKENS) {
      for (int clients : CLIENTS) {
        progress.accept("decisions: %d tokens, %d clients".formatted(tokens, clients));
        var messages =
            subject
                .queries()
                .ofTokens(subject.rig().model().tokenizer(), tokens, subject.effort().decisions());
        var stats = subject.rig().model().stats();
        var before = stats.counts();
        var load =
            Load.run(subject.rig(), subject.graph(), clients, Load.questions(messages, false));
        var counts = stats.counts().minus(before);
        most = Math.max(most, read(load));
        boolean aimed = tokens == USUAL_TOKENS && clients == 1;
        lines.add(line(tokens, clients, load, aimed, machine));
        if (aimed) {
          lines.add(java(load, counts.nanos()));
        }
      }
    }
    return Section.of(
        "decisions",
        "The decision by the whole network: from the query to its functional token, no rewrite",
        lines,
        "of longer queries head and tail are read: the longest prompt here was %d tokens"
            .formatted(most));
  }

  private static Line line(int tokens, int clients, Load load, boolean aimed, Machine machine) {
    var first = load.of(Timed::firstMillis);
    var p50 = Figure.millis("p50_ms", "p50", first.p50());
    var aim = Aim.atMost(machine.vnni() ? AIM_MILLIS_VNNI : AIM_MILLIS);
    return Line.of(
        tokens + "_tokens_" + clients + "_clients",
        "%d tokens, %s".formatted(tokens, clients == 1 ? "alone" : clients + " clients"),
        aimed ? p50.aiming(aim) : p50,
        Figure.millis("p99_ms", "p99", first.p99()),
        Figure.of("per_second", "", load.perSecond(), "decisions/s"),
        Figure.of("refused", "refused", load.refused(), ""));
  }

  /** All that is not the network's runs: one client asked, so nothing overlaps. */
  private static Line java(Load load, long networkNanos) {
    double total = load.timed().stream().mapToDouble(Timed::totalMillis).sum();
    double share = (total - networkNanos / 1e6) / load.timed().size();
    return Line.of(
        "java",
        "  of it outside the network",
        Figure.millis("mean_ms", "mean", share).aiming(Aim.atMost(AIM_JAVA_MILLIS)));
  }

  private static int read(Load load) {
    return load.timed().stream().mapToInt(Timed::promptTokens).max().orElse(0);
  }
}
