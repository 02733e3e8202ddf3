package io.octograph.benchmark;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import io.octograph.benchmark.Rig.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Decisions with their rewrites, of the held-out rows as they are. */
final class Rewrites {
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);

  private Rewrites() {}

  static Section underLoad(Subject subject, Consumer<String> progress) throws InterruptedException {
    var questions = Load.questions(subject.queries().conversations(subject.effort().load()), true);
    var lines = new ArrayList<Line>();
    for (int clients : CLIENTS) {
      progress.accept("rewrites: %d clients".formatted(clients));
      lines.add(line(clients, Load.run(subject.rig(), subject.graph(), clients, questions)));
    }
    return Section.of("clients", "Decisions with rewrites, held-out queries", lines);
  }

  static Line line(int clients, Load load) {
    var figures = new ArrayList<Figure>();
    if (!load.timed().isEmpty()) {
      var first = load.of(Timed::firstMillis);
      var total = load.of(Timed::totalMillis);
      figures.add(Figure.millis("first_p50_ms", "token p50", first.p50()));
      figures.add(Figure.millis("first_p99_ms", "p99", first.p99()));
      figures.add(Figure.millis("total_p50_ms", "whole p50", total.p50()));
      figures.add(Figure.millis("total_p99_ms", "p99", total.p99()));
      figures.add(Figure.of("per_second", "", load.perSecond(), "decisions/s"));
    }
    figures.add(Figure.of("refused", "refused", load.refused(), ""));
    return new Line(
        clients + "_clients",
        clients == 1 ? "alone" : clients + " clients",
        figures,
        load.timed().size());
  }
}
