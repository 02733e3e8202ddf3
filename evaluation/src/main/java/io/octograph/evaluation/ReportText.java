package io.octograph.evaluation;

import io.octograph.evaluation.baseline.Comparison;
import io.octograph.evaluation.metric.Calibration;
import io.octograph.evaluation.metric.Confusion;
import io.octograph.evaluation.metric.Coverage;
import io.octograph.evaluation.metric.Score;
import io.octograph.evaluation.robust.Robustness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A report as tables for a terminal, no line longer than 120 columns. */
final class ReportText {
  private static final int MISTAKES = 12;
  private static final List<String> LANGUAGES = List.of("en", "zh", Languages.OTHER);

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  ReportText(Report report) {
    this.report = report;
    decisions();
    calls();
    calibration();
    rewrites();
    robustness();
    traffic();
  }

  private void decisions() {
    Decisions decisions = report.decisions();
    line("routing accuracy   %s", decisions.all().toString().strip());
    line("among the first 3  %s", decisions.top3().toString().strip());
    scores("by kind of row (first node)", decisions.by().kind());
    beside();
    scores("by language", decisions.by().language());
    scores("by style", decisions.by().style());
    scores("by node", decisions.by().node());
    scores("by topic", decisions.by().topic());
    mistakes(decisions.confusion());
    nones(decisions.nones());
  }

  private void beside() {
    if (report.more().baselines().isEmpty()) {
      return;
    }
    line("%nbeside baselines, on the same rows and trained on the same rows");
    line(
        "  %-30s %8s %8s %8s %8s %9s %9s %9s",
        "", "all", "en", "zh", "other", "rows", "fitted", "a row");
    Map<String, Score> groups = report.decisions().by().group();
    line(
        "  %-30s %8s %8s %8s %8s %9s %9s %7d ms",
        "the master",
        report.decisions().all().percent(),
        percent(groups, "en"),
        percent(groups, "zh"),
        percent(groups, Languages.OTHER),
        "-",
        "-",
        report.traffic().decision().p50());
    for (Comparison baseline : report.more().baselines()) {
      line(
          "  %-30s %8s %8s %8s %8s %9d %7.0f s %6.1f ms",
          baseline.name(),
          baseline.all().percent(),
          percent(baseline.language(), "en"),
          percent(baseline.language(), "zh"),
          percent(baseline.language(), Languages.OTHER),
          baseline.examples(),
          baseline.fitSeconds(),
          baseline.rowMillis());
    }
  }

  private static String percent(Map<String, Score> scores, String name) {
    return scores.getOrDefault(name, new Score(0, 0)).percent();
  }

  private void scores(String title, Map<String, Score> scores) {
    if (scores.isEmpty()) {
      return;
    }
    line("%n%s  [95 %% interval]", title);
    scores.forEach((name, score) -> line("  %-44s %s", clip(name, 44), score));
  }

  private void mistakes(Confusion confusion) {
    var mistakes = confusion.mistakes(MISTAKES);
    if (!mistakes.isEmpty()) {
      line("%nmost often taken for another");
      mistakes.forEach(
          cell ->
              line(
                  "  %-30s for %-30s %d",
                  clip(cell.said(), 30), clip(cell.right(), 30), cell.count()));
    }
  }

  private void nones(Decisions.Nones nones) {
    line("%nno specialist, and doubt");
    score("rows without a specialist, seen as such", nones.recognised());
    score("rows with one, given to the default node", nones.given());
    line("  %-44s %d", "times the probability was too low", nones.doubted());
    score("  of those, own choice would have been right", nones.doubtRight());
  }

  private void calls() {
    Calls calls = report.calls();
    line("%ncalls (asked with rewrites)");
    score("several things asked: just the right nodes", calls.compoundExact());
    score("  the right nodes in any order", calls.compoundNodes());
    score("  the right number of calls", calls.compoundCount());
    score("one thing asked: left as one call", calls.singleLeftSingle());
    score("  its node right", calls.firstNode());
    score("with answers: right next node or finish", calls.continuations());
    score("  finished where it was enough", calls.finished());
    score("  went on where it was not", calls.wentOn());
  }

  private void calibration() {
    Calibration calibration = report.decisions().calibration();
    line(
        "%ncalibration: expected error %.1f %% (%d bins of equal count)",
        100 * calibration.error(), calibration.bins().size());
    line("  %-20s %12s %10s %6s", "probability", "on average", "right", "rows");
    for (var bin : calibration.bins()) {
      line(
          "  %5.3f to %-11.3f %10.1f %% %8.1f %% %6d",
          bin.low(), bin.high(), 100 * bin.probability(), 100 * bin.right(), bin.n());
    }
    line("%nwhat a least probability buys");
    line("  %-20s %12s %10s", "at least", "of all rows", "right");
    for (Coverage point : report.decisions().coverage()) {
      if (Math.round(point.threshold() * 100) % 10 == 0 || point.threshold() > 0.94) {
        line(
            "  %-20.2f %12s %10s",
            point.threshold(), point.covered().percent(), point.right().percent());
      }
    }
  }

  private void rewrites() {
    if (report.more().rewrites().isEmpty()) {
      return;
    }
    line("%nrewrites%40s", "");
    header(report.more().rewrites().keySet());
    row("through the guard", r -> r.through().percent());
    row("  keep all numbers, names, quotations", r -> r.all().kept().percent());
    row("    numbers", r -> r.all().numbers().percent());
    row("    names", r -> r.all().names().percent());
    row("    quotations", r -> r.all().quotations().percent());
    row("  in the question's script", r -> r.all().sameLanguage().percent());
    row("  differ from the question", r -> r.all().differs().percent());
    row("of those that went out: keep all", r -> r.out().kept().percent());
    row("  differ from the question", r -> r.out().differs().percent());
    row("characters of the question", r -> number(r.all().questionLength()));
    row("characters of the rewrite", r -> number(r.all().length()));
    row("written", r -> String.valueOf(r.through().of()));
    row("not written (too long, or unsure)", r -> String.valueOf(r.unwritten()));
    report
        .more()
        .rewrites()
        .get("all")
        .refused()
        .forEach((why, n) -> line("  %5d × %s", n, clip(why, 100)));
  }

  private void header(Iterable<String> names) {
    StringBuilder header = new StringBuilder(String.format("  %-40s", ""));
    names.forEach(name -> header.append(String.format("%11s", name)));
    text.append(header).append('\n');
  }

  private void row(String title, Function<Rewrites, String> figure) {
    StringBuilder row = new StringBuilder(String.format("  %-40s", title));
    report
        .more()
        .rewrites()
        .values()
        .forEach(each -> row.append(String.format("%11s", figure.apply(each))));
    text.append(row).append('\n');
  }

  private void robustness() {
    Robustness robustness = report.more().robustness();
    if (robustness.lines().isEmpty()) {
      return;
    }
    line("%nput otherwise: how often the node stays, and the accuracy before and after");
    line(
        "  %-32s %9s %9s %9s %9s %10s %9s %7s",
        "", "stays", "en", "zh", "other", "before", "after", "rows");
    for (String way : robustness.ways()) {
      List<String> columns = new ArrayList<>();
      LANGUAGES.forEach(language -> columns.add(robustness.line(way, language).stays().percent()));
      var all = robustness.line(way, Robustness.ALL);
      line(
          "  %-32s %9s %9s %9s %9s %10s %9s %7d",
          way,
          all.stays().percent(),
          columns.get(0),
          columns.get(1),
          columns.get(2),
          all.before().percent(),
          all.accuracy().percent(),
          all.stays().of());
    }
  }

  private void traffic() {
    Traffic traffic = report.traffic();
    line("%ntimes with %d at once", traffic.clients());
    times("a decision", traffic.decision());
    times("with its rewrite", traffic.whole());
    traffic
        .errors()
        .forEach((message, count) -> line("failed %d ×: %s", count, clip(message, 100)));
  }

  private void times(String what, Traffic.Times times) {
    if (times.n() > 0) {
      line("  %-20s p50 %d ms, p95 %d ms, p99 %d ms", what, times.p50(), times.p95(), times.p99());
    }
  }

  private void score(String what, Score score) {
    if (score.of() > 0) {
      line("  %-44s %s", what, score);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String clip(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format + "%n", values));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
