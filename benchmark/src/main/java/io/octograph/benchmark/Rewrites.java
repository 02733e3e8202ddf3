package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import io.octograph.model.EngineSettings;
import io.octograph.model.RunStats;
import io.octograph.traversal.DecisionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Decisions with their rewrites, of the held-out rows as they are. */
final class Rewrites {
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);
  private static final double AIM_SPECULATION = 1.2;

  private Rewrites() {}

  static Section underLoad(Subject subject, Consumer<String> progress) throws InterruptedException {
    var questions = Load.questions(subject.queries().conversations(subject.effort().load()), true);
    var lines = new ArrayList<Line>();
    for (int clients : CLIENTS) {
      progress.accept("rewrites: %d clients".formatted(clients));
      var load = Load.run(subject.rig(), subject.graph(), clients, questions);
      var first = load.of(Timed::firstMillis);
      var total = load.of(Timed::totalMillis);
      lines.add(
          Line.of(
              clients + "_clients",
              clients == 1 ? "alone" : clients + " clients",
              Figure.millis("first_p50_ms", "first token p50", first.p50()),
              Figure.millis("first_p99_ms", "p99", first.p99()),
              Figure.millis("total_p50_ms", "whole p50", total.p50()),
              Figure.millis("total_p99_ms", "p99", total.p99()),
              Figure.of("per_second", "", load.perSecond(), "decisions/s"),
              Figure.of("refused", "refused", load.refused(), "")));
    }
    return Section.of("clients", "Decisions with rewrites, held-out queries", lines);
  }

  /** The same queries with and without speculation, in turns against drift. */
  static Section speculation(Subject subject, Path home, EngineSettings engine)
      throws InterruptedException, DecisionException {
    var without = engine.decoding().withSpeculation(false);
    var on = new ArrayList<Timed>();
    var off = new ArrayList<Timed>();
    var stats = subject.rig().model().stats();
    var conversations = subject.queries().conversations(subject.effort().load());
    RunStats.Counts counts;
    try (var plain = new Rig(home, engine.withDecoding(without))) {
      plain.decide(subject.graph(), conversations.getFirst(), true);
      var before = stats.counts();
      for (var messages : conversations) {
        on.add(subject.rig().decide(subject.graph(), messages, true));
        off.add(plain.decide(subject.graph(), messages, true));
      }
      counts = stats.counts().minus(before);
    }
    double ratio = perSecond(on) / perSecond(off);
    double accepted = counts.guessed() == 0 ? 0 : 100.0 * counts.accepted() / counts.guessed();
    return Section.of(
        "speculation",
        "Rewrites with prompt lookup, tokens after the first",
        List.of(
            Line.of("on", "with", Figure.of("tokens_per_second", "", perSecond(on), "tokens/s")),
            Line.of(
                "off", "without", Figure.of("tokens_per_second", "", perSecond(off), "tokens/s")),
            Line.of(
                "ratio",
                "",
                Figure.of("ratio", "", ratio, "×").aiming(Aim.atLeast(AIM_SPECULATION)),
                Figure.of("accepted_percent", "right of the drafted", accepted, "%"))),
        "with and without, the rewrites were the same in %d of %d decisions"
            .formatted(same(on, off), on.size()));
  }

  /** Decisions that came out the same; of the probabilities only the order must be. */
  private static long same(List<Timed> on, List<Timed> off) {
    return IntStream.range(0, on.size())
        .filter(i -> said(on.get(i)).equals(said(off.get(i))))
        .count();
  }

  private static List<String> said(Timed timed) {
    return timed.calls().stream().map(call -> call.node() + call.rewrite()).toList();
  }

  private static double perSecond(List<Timed> all) {
    double millis = all.stream().mapToDouble(each -> each.totalMillis() - each.firstMillis()).sum();
    return all.stream().mapToInt(Timed::rewriteTokens).sum() / millis * 1000;
  }
}
