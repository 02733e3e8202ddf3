package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import io.octograph.model.EngineSettings;
import io.octograph.model.RunStats;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.DecisionException;
import io.octograph.traversal.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Decisions without rewrites, of the held-out rows as they are: after the lower layers, or not. */
final class Early {
  private static final double AIM = 1.5;

  /** The lower layers are loaded beside the first decisions; this is far more than it takes. */
  private static final Duration LOADING = Duration.ofSeconds(60);

  private Early() {}

  /** What was measured in turns. */
  private record Pairs(List<Timed> early, List<Timed> whole) {
    void ask(Rig rig, Subject subject, List<List<Message>> conversations)
        throws InterruptedException, DecisionException {
      for (int i = 0; i < conversations.size(); i++) {
        var messages = conversations.get(i);
        // Who comes second finds the text's bytes in the caches: take turns.
        if (i % 2 == 0) {
          early.add(rig.decide(subject.graph(), messages, false));
          whole.add(subject.rig().decide(subject.graph(), messages, false));
        } else {
          whole.add(subject.rig().decide(subject.graph(), messages, false));
          early.add(rig.decide(subject.graph(), messages, false));
        }
      }
    }
  }

  /** The same queries with and without early exit, in turns against drift. */
  static Section measure(Subject subject, Path home, EngineSettings engine, Machine machine)
      throws InterruptedException, DecisionException {
    var heldOut = new Pairs(new ArrayList<>(), new ArrayList<>());
    var usual = new Pairs(new ArrayList<>(), new ArrayList<>());
    int count = subject.effort().decisions();
    RunStats.Counts counts;
    try (var rig = new Rig(home, engine.withDecoding(engine.decoding().withEarly(true)))) {
      awaitLayers(rig, subject);
      var before = rig.model().stats().counts();
      heldOut.ask(rig, subject, subject.queries().conversations(count));
      counts = rig.model().stats().counts().minus(before);
      var tokenizer = rig.model().tokenizer();
      usual.ask(rig, subject, subject.queries().ofTokens(tokenizer, Decisions.USUAL_TOKENS, count));
    }
    double ratio = mean(heldOut.whole) / mean(heldOut.early);
    var usualEarly = new Samples(usual.early.stream().mapToDouble(Timed::totalMillis).toArray());
    return Section.of(
        "early",
        "The decision with early exit: after the lower layers where they suffice",
        List.of(
            line("on", "held-out queries", heldOut.early),
            line("off", "by the whole network", heldOut.whole),
            Line.of(
                "ratio",
                "",
                Figure.of("ratio", "means", ratio, "×").aiming(Aim.atLeast(AIM)),
                Figure.of("exit_percent", "exit", 100.0 * counts.exits() / count, "%")),
            Line.of(
                "usual",
                "%d tokens".formatted(Decisions.USUAL_TOKENS),
                Figure.millis("p50_ms", "p50", usualEarly.p50()).aiming(Decisions.aim(machine)),
                Figure.millis("p99_ms", "p99", usualEarly.p99())),
            line("usual_off", "by the whole network", usual.whole)),
        "with and without, the node was the same in %d of %d held-out queries"
            .formatted(same(heldOut.early, heldOut.whole), count));
  }

  private static void awaitLayers(Rig rig, Subject subject)
      throws InterruptedException, DecisionException {
    // Nobody looks where a second opinion is heard, so no one question will do.
    var questions = subject.queries().conversations(20);
    long begun = System.nanoTime();
    for (int i = 0; rig.model().stats().counts().looks() == 0; i++) {
      if (System.nanoTime() - begun > LOADING.toNanos()) {
        throw new IllegalStateException(
            "The lower layers were not loaded within %s; the log says why.".formatted(LOADING));
      }
      rig.decide(subject.graph(), questions.get(i % questions.size()), false);
    }
  }

  private static Line line(String id, String label, List<Timed> timed) {
    var all = new Samples(timed.stream().mapToDouble(Timed::totalMillis).toArray());
    return Line.of(
        id,
        label,
        Figure.millis("mean_ms", "mean", mean(timed)),
        Figure.millis("p50_ms", "p50", all.p50()),
        Figure.millis("p99_ms", "p99", all.p99()));
  }

  private static double mean(List<Timed> timed) {
    return timed.stream().mapToDouble(Timed::totalMillis).average().orElseThrow();
  }

  private static long same(List<Timed> some, List<Timed> others) {
    return IntStream.range(0, some.size())
        .filter(i -> node(some.get(i)).equals(node(others.get(i))))
        .count();
  }

  private static String node(Timed timed) {
    return timed.calls().stream().findFirst().map(Chosen::node).orElse(Choice.NONE);
  }
}
