package io.octograph.evaluation.page;

import io.octograph.evaluation.Decisions;
import io.octograph.evaluation.Languages;
import io.octograph.evaluation.Report;
import io.octograph.evaluation.Traffic;
import io.octograph.evaluation.baseline.Comparison;
import io.octograph.evaluation.metric.Score;
import io.octograph.evaluation.robust.Robustness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as one page that fetches nothing: style and drawings stand in it, and no script. */
public final class ReportPage {
  private static final int MISTAKES = 20;

  private final Report report;
  private final StringBuilder body = new StringBuilder();

  private ReportPage(Report report) {
    this.report = report;
  }

  /** The whole page. */
  public static String of(Report report) {
    return new ReportPage(report).page();
  }

  private String page() {
    Decisions decisions = report.decisions();
    tiles();
    calls();
    beside();
    bars(
        "By node",
        "Shares that are right, with the interval that holds the true one 95 times in 100.",
        decisions.by().node());
    section(
        "What was taken for what",
        "A row is what is right, a column what was said; *none* stands for the default node.",
        HeatMap.of(decisions.confusion()) + mistakes());
    bars("By language", "", decisions.by().language());
    bars("By style", "", decisions.by().style());
    bars(
        "By kind of row",
        "By the first node; rows that ask several things stand in a table of their own.",
        decisions.by().kind());
    curves();
    robustness();
    rewrites();
    bars("By topic", "", decisions.by().topic());
    traffic();
    return resource("page.html")
        .replace("{style}", resource("page.css"))
        .replace("{subject}", Html.escape(subject()))
        .replace("{body}", body);
  }

  private String subject() {
    Report.Subject subject = report.subject();
    return "%,d rows%s of %s"
        .formatted(
            subject.rows(),
            subject.heldOut() ? ", held out," : "",
            String.join(", ", subject.files()));
  }

  private void tiles() {
    Decisions decisions = report.decisions();
    StringBuilder tiles = new StringBuilder();
    tile(tiles, "right node", decisions.all().percent(), interval(decisions.all()));
    tile(tiles, "among the first 3", decisions.top3().percent(), interval(decisions.top3()));
    tile(
        tiles,
        "calibration error",
        Html.number(100 * decisions.calibration().error()) + " %",
        decisions.calibration().bins().size() + " bins of equal count");
    Robustness.Line stays = report.more().robustness().line(Robustness.AIMED, Robustness.ALL);
    if (stays.stays().of() > 0) {
      tile(tiles, "node stays", stays.stays().percent(), Robustness.AIMED);
    }
    tile(
        tiles,
        "a decision",
        report.traffic().decision().p50() + " ms",
        "p99 "
            + report.traffic().decision().p99()
            + " ms, "
            + report.traffic().clients()
            + " at once");
    body.append("<div class=\"tiles\">").append(tiles).append("</div>\n");
  }

  private static void tile(StringBuilder tiles, String name, String figure, String more) {
    tiles.append(
        Html.format(
            "<div><b>%s</b><span>%s</span><small>%s</small></div>",
            Html.escape(figure), Html.escape(name), Html.escape(more)));
  }

  private static String interval(Score score) {
    return Html.format("%.1f to %.1f of %d", 100 * score.low(), 100 * score.high(), score.of());
  }

  private void calls() {
    var calls = report.calls();
    Map<String, Score> scores = new LinkedHashMap<>();
    scores.put("several asked: just the right nodes", calls.compoundExact());
    scores.put("several asked: in any order", calls.compoundNodes());
    scores.put("several asked: right number", calls.compoundCount());
    scores.put("one asked: left as one", calls.singleLeftSingle());
    scores.put("one asked: its node, with rewrite", calls.firstNode());
    scores.put("answers so far: right next step", calls.continuations());
    scores.put("answers so far: ended where enough", calls.finished());
    scores.put("answers so far: went on where not", calls.wentOn());
    scores.put("no specialist: seen as such", report.decisions().nones().recognised());
    scores.put("a specialist: default node instead", report.decisions().nones().given());
    scores.values().removeIf(score -> score.of() == 0);
    bars("Calls, steps, none", "", scores);
  }

  private void beside() {
    if (report.more().baselines().isEmpty()) {
      return;
    }
    Table table =
        new Table("", "all", "English", "Chinese", "other", "rows learnt", "fitted in", "a row");
    table.row(
        cells(
            "the master",
            report.decisions().all(),
            report.decisions().by().group(),
            "",
            "",
            report.traffic().decision().p50() + " ms"));
    for (Comparison baseline : report.more().baselines()) {
      table.row(
          cells(
              baseline.name(),
              baseline.all(),
              baseline.language(),
              String.valueOf(baseline.examples()),
              Html.number(baseline.fitSeconds()) + " s",
              Html.number(baseline.rowMillis()) + " ms"));
    }
    section(
        "Beside baselines",
        "Asked the same rows, in the same run. None was fitted on a row that is asked here.",
        table.toString());
  }

  private static List<String> cells(
      String name, Score all, Map<String, Score> groups, String... more) {
    List<String> cells = new ArrayList<>(List.of(name, all.percent()));
    for (String group : List.of("en", "zh", Languages.OTHER)) {
      cells.add(groups.getOrDefault(group, new Score(0, 0)).percent());
    }
    cells.addAll(List.of(more));
    return cells;
  }

  private String mistakes() {
    Table table = new Table("taken for", "right would be", "rows");
    report
        .decisions()
        .confusion()
        .mistakes(MISTAKES)
        .forEach(cell -> table.row(cell.said(), cell.right(), String.valueOf(cell.count())));
    return "<details><summary>The commonest mistakes</summary>" + table + "</details>";
  }

  private void curves() {
    var decisions = report.decisions();
    section(
        "Whether probabilities mean what they say",
        "Left: rows in bins of equal count; on the dashed line the share that is right is the probability that was said. Right: what is left when only choices of a least probability count.",
        "<div class=\"pair\">"
            + Curves.calibration(decisions.calibration())
            + Curves.coverage(decisions.coverage())
            + "</div>");
  }

  private void robustness() {
    Robustness robustness = report.more().robustness();
    if (robustness.lines().isEmpty()) {
      return;
    }
    Map<String, Score> stays = new LinkedHashMap<>();
    Table table =
        new Table(
            "put otherwise",
            "stays",
            "English",
            "Chinese",
            "other",
            "right before",
            "right after",
            "rows");
    for (String way : robustness.ways()) {
      var all = robustness.line(way, Robustness.ALL);
      stays.put(way, all.stays());
      table.row(
          way,
          all.stays().percent(),
          robustness.line(way, "en").stays().percent(),
          robustness.line(way, "zh").stays().percent(),
          robustness.line(way, Languages.OTHER).stays().percent(),
          all.before().percent(),
          all.accuracy().percent(),
          String.valueOf(all.stays().of()));
    }
    section(
        "Put otherwise",
        "How often the node stays when the same is asked in another way.",
        Bars.of("Put otherwise", stays) + table);
  }

  private void rewrites() {
    if (!report.more().rewrites().isEmpty()) {
      section(
          "Rewrites",
          "Read on the text, apart from the router's own guard.",
          RewriteTable.of(report.more().rewrites()));
    }
  }

  private void traffic() {
    var traffic = report.traffic();
    Table table = new Table("", "n", "p50", "p95", "p99");
    times(table, "a decision", traffic.decision());
    times(table, "with its rewrite", traffic.whole());
    Table errors = new Table("failed", "times");
    traffic.errors().forEach((message, count) -> errors.row(message, String.valueOf(count)));
    section(
        "Times",
        traffic.clients() + " requests at once, measured by the client.",
        table + (traffic.errors().isEmpty() ? "" : errors.toString()));
  }

  private static void times(Table table, String name, Traffic.Times times) {
    table.row(
        name,
        String.valueOf(times.n()),
        times.p50() + " ms",
        times.p95() + " ms",
        times.p99() + " ms");
  }

  private void bars(String title, String words, Map<String, Score> scores) {
    if (!scores.isEmpty()) {
      section(title, words, Bars.of(title, scores));
    }
  }

  private void section(String title, String words, String content) {
    body.append(Html.format("<section><h2>%s</h2>", Html.escape(title)));
    if (!words.isEmpty()) {
      body.append(Html.format("<p>%s</p>", Html.escape(words)));
    }
    body.append('\n').append(content).append("</section>\n");
  }

  private static String resource(String name) {
    try (InputStream file = ReportPage.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
