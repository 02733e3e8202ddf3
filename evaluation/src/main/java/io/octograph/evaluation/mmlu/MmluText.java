package io.octograph.evaluation.mmlu;

import io.octograph.evaluation.metric.Score;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes a report as tables for a terminal. */
final class MmluText {
  private final MmluReport report;
  private final StringBuilder text = new StringBuilder();

  MmluText(MmluReport report) {
    this.report = report;
  }

  @Override
  public String toString() {
    text.setLength(0);
    head();
    accuracy();
    groups();
    cost();
    decisions();
    report.errors().forEach((message, count) -> line("failed %d ×: %s", count, message));
    return text.toString();
  }

  private void head() {
    long subjects =
        report.asked().stream().map(each -> each.question().subject()).distinct().count();
    line(
        "MMLU: %d questions of %d subjects, %d shots, graph %s version %d",
        report.asked().size(),
        subjects,
        report.plan().shots(),
        report.graph().name(),
        report.graph().version());
    for (Setting setting : Setting.values()) {
      String node = setting == Setting.GENERAL ? " (" + report.general() + ")" : "";
      line("  %-9s %s%s", setting.title(), setting.meaning(), node);
    }
  }

  private void accuracy() {
    line("");
    line(
        "%-9s %-22s %-11s %-32s %6s %6s",
        "", "accuracy (95 %)", "by subject", "against general (95 %), p", "unread", "failed");
    report
        .columns()
        .forEach(
            (setting, column) ->
                line(
                    "%-9s %-22s %-11s %-32s %6d %6d",
                    setting.title(),
                    interval(column.all()),
                    percent(column.meanOfSubjects()),
                    column.againstGeneral().map(MmluText::against).orElse("-"),
                    column.tallies().unread(),
                    column.tallies().failed()));
    line("%-9s %s", "guess", percent(report.guess()));
    notes("answers cut off at %d tokens".formatted(report.plan().maxTokens()), Note.CUT);
    if (report.plan().byLogprobs()) {
      notes("letters by logprobs", Note.LOGPROBS);
    }
    notes("answered by a fallback", Note.INSTEAD);
  }

  private enum Note {
    CUT,
    LOGPROBS,
    INSTEAD;

    int of(MmluReport.Tallies tallies) {
      return switch (this) {
        case CUT -> tallies.cut();
        case LOGPROBS -> tallies.byLogprobs();
        case INSTEAD -> tallies.instead();
      };
    }
  }

  private void notes(String what, Note note) {
    List<Integer> counts =
        report.columns().values().stream().map(column -> note.of(column.tallies())).toList();
    if (note == Note.LOGPROBS || counts.stream().anyMatch(count -> count > 0)) {
      line(
          "%s: %s",
          what,
          String.join(
              ", ",
              report.columns().entrySet().stream()
                  .map(each -> each.getKey().title() + " " + note.of(each.getValue().tallies()))
                  .toList()));
    }
  }

  private void groups() {
    line("");
    Map<String, Score> first = report.columns().get(Setting.GENERAL).byGroup();
    StringBuilder names = new StringBuilder(" ".repeat(9));
    first.forEach((name, score) -> names.append(cell(name + " (" + score.of() + ")")));
    line("%s", names);
    report
        .columns()
        .forEach(
            (setting, column) -> {
              StringBuilder row = new StringBuilder("%-9s".formatted(setting.title()));
              column.byGroup().values().forEach(score -> row.append(cell(score.percent())));
              line("%s", row);
            });
  }

  private static String cell(String value) {
    return " %-20s".formatted(value);
  }

  private void cost() {
    line("");
    line("%-9s %10s %10s %12s %12s %10s", "", "tokens in", "out", "cost", "s an answer", "active");
    report
        .columns()
        .forEach(
            (setting, column) ->
                line(
                    "%-9s %10d %10d %12s %12s %10s",
                    setting.title(),
                    column.usage().tokensIn(),
                    column.usage().tokensOut(),
                    decimal("%.6f", column.usage().cost()),
                    answered(column)
                        .map(count -> decimal("%.2f", column.usage().millis() / 1e3 / count))
                        .orElse("-"),
                    size(column.active())));
    OptionalLong all = report.graph().parameters();
    line(
        "active: parameters that work on a question, masters included; all models of the graph"
            + " together: %s",
        size(all.isPresent() ? OptionalDouble.of(all.getAsLong()) : OptionalDouble.empty()));
  }

  private Optional<Integer> answered(MmluReport.Column column) {
    int count = column.all().of() - column.tallies().failed();
    return count == 0 ? Optional.empty() : Optional.of(count);
  }

  private void decisions() {
    MmluReport.Decisions decisions = report.decisions();
    line("");
    line(
        "right node %s (%d of %d), decided by the question%s; rewritten %d, taken for several %d",
        interval(decisions.right()),
        decisions.right().right(),
        decisions.right().of(),
        report.plan().reads() == Plan.Reads.CHOICES ? " with its choices" : "",
        decisions.rewritten(),
        decisions.several());
    int count = Math.max(1, decisions.right().of());
    line(
        "the masters, a question: %d ms to the decision, %d ms with the rewrite, %d tokens read, %d"
            + " written",
        decisions.effort().firstTokenMillis() / count,
        decisions.effort().totalMillis() / count,
        decisions.effort().promptTokens() / count,
        decisions.effort().rewriteTokens() / count);
    decisions
        .byNode()
        .forEach(
            (node, score) ->
                line("  %-28s %7s  (%d of %d)", node, score.percent(), score.right(), score.of()));
  }

  private static String interval(Score score) {
    return "%s [%s, %s]"
        .formatted(
            score.percent(),
            decimal("%.1f", 100 * score.low()),
            decimal("%.1f", 100 * score.high()));
  }

  private static String against(Paired paired) {
    return String.format(
        Locale.ROOT,
        "%+.1f [%+.1f, %+.1f], p %.2f",
        100 * paired.difference(),
        100 * paired.low(),
        100 * paired.high(),
        paired.p());
  }

  private static String percent(double value) {
    return decimal("%.1f %%", 100 * value);
  }

  private static String decimal(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }

  /** 134.5M, 3.8B; "unknown" where nobody says. */
  static String size(OptionalDouble parameters) {
    if (parameters.isEmpty()) {
      return "unknown";
    }
    double count = parameters.getAsDouble();
    return count < 1e9 ? decimal("%.1fM", count / 1e6) : decimal("%.2fB", count / 1e9);
  }

  private void line(String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values).stripTrailing()).append('\n');
  }
}
