package io.octograph.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.evaluation.metric.Score;
import io.octograph.evaluation.page.ReportPage;
import io.octograph.evaluation.robust.Robustness;
import io.octograph.evaluation.robust.RobustnessRun;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Against a real HTTP server that answers by the words of the query. */
class ReportTest {
  private static final List<Row> ROWS =
      List.of(
          row("one <b>", "en", "math_gpt"),
          row("两", "zh", "math_gpt"),
          row("three", "en", "law_gpt"),
          row("both", "en", "physics_gpt", "math_gpt"),
          row("nothing", "en", Row.NONE),
          row("refuse", "en", "math_gpt"),
          row("doubted", "en", "law_gpt"),
          new Row(
              "enough",
              List.of(),
              List.of(new Row.Step("math_gpt", "12")),
              List.of(Row.FINISH),
              Row.Labels.NONE));

  private final AtomicInteger done = new AtomicInteger();
  private Answered router;
  private HttpClient http;
  private RoutingRun run;

  @BeforeEach
  void start() throws Exception {
    router = new Answered(ReportTest::answer);
    http = HttpClient.newHttpClient();
    run = new RoutingRun(http, router.url(), 2, InstantSource.system());
  }

  @AfterEach
  void stop() {
    http.close();
    router.close();
  }

  private static String answer(String body) {
    if (body.contains("refuse")) {
      return "{\"error\":{\"message\":\"The queue is full.\",\"type\":\"overloaded\"}}";
    }
    if (body.contains("enough")) {
      return "{\"calls\":[],\"top\":[{\"node\":\"*finish*\",\"probability\":0.7}]}";
    }
    if (body.contains("nothing") || body.contains("doubted")) {
      String said = body.contains("doubted") ? "law_gpt" : "*none*";
      return "{\"calls\":[{\"node\":\"general_gpt\",\"token\":\"\",\"reason\":\"The default node\"}],\"top\":[{\"node\":\"%s\",\"probability\":0.2}]}"
          .formatted(said);
    }
    if (body.contains("THREE")) {
      return Answered.route(0.5, "law_gpt");
    }
    boolean alone = body.contains("\"rewrite\":false");
    return body.contains("both") && !alone
        ? Answered.route(0.8, "physics_gpt", "math_gpt")
        : Answered.route(0.9, "math_gpt");
  }

  private Report report(boolean rewrites) throws InterruptedException {
    Answers answers = Answers.of(run, ROWS, rewrites, (count, all) -> done.incrementAndGet());
    Report report = Report.of(new Report.Subject(ROWS.size(), List.of("f"), false), answers, 2);
    return rewrites ? report.with(report.more().with(Rewrites.pairs(answers.whole()))) : report;
  }

  @Test
  void countsDecisions() throws Exception {
    Decisions decisions = report(false).decisions();

    assertThat(done).hasValue(9);
    // one, two, nothing of six; neither both nor enough has one node
    assertThat(decisions.all()).isEqualTo(new Score(3, 6));
    assertThat(decisions.top3()).isEqualTo(new Score(5, 6));
    assertThat(decisions.by().node())
        .isEqualTo(
            Map.of(
                "math_gpt",
                new Score(2, 3),
                "law_gpt",
                new Score(0, 2),
                "*none*",
                new Score(1, 1)));
    assertThat(decisions.by().language())
        .isEqualTo(Map.of("en", new Score(2, 5), "zh", new Score(1, 1)));
    assertThat(decisions.by().kind())
        .containsEntry("compound", new Score(0, 1))
        .containsEntry("continuation", new Score(1, 1));
    assertThat(decisions.confusion().count("law_gpt", "math_gpt")).isEqualTo(1);
    assertThat(decisions.confusion().count("law_gpt", "*none*")).isEqualTo(1);
    assertThat(decisions.nones())
        .isEqualTo(new Decisions.Nones(new Score(1, 1), new Score(1, 5), 1, new Score(1, 1)));
    assertThat(decisions.calibration().bins()).hasSize(5);
  }

  @Test
  void asksForAWholeAnswerWhereThereAreSeveralCalls() throws Exception {
    Report report = report(false);

    assertThat(report.calls().compoundExact()).isEqualTo(new Score(1, 1));
    assertThat(report.calls().singleLeftSingle()).isEqualTo(new Score(0, 0));
    assertThat(report.calls().continuations()).isEqualTo(new Score(1, 1));
    assertThat(report.calls().finished()).isEqualTo(new Score(1, 1));
    assertThat(router.bodies)
        .contains(
            "{\"query\":\"both\",\"top\":100}",
            "{\"query\":\"both\",\"top\":100,\"rewrite\":false}",
            "{\"query\":\"enough\",\"answers\":[{\"node\":\"math_gpt\",\"content\":\"12\"}],\"top\":100,\"rewrite\":false}");
  }

  @Test
  void countsRewrites() throws Exception {
    Report report = report(true);
    Rewrites all = report.more().rewrites().get("all");

    assertThat(report.calls().singleLeftSingle()).isEqualTo(new Score(4, 5));
    // one, two, three and both; the default node has none
    assertThat(all.through()).isEqualTo(new Score(4, 4));
    assertThat(all.unwritten()).isEqualTo(1);
    assertThat(all.all().sameLanguage()).isEqualTo(new Score(3, 4));
    assertThat(report.more().rewrites().get("zh").all().sameLanguage()).isEqualTo(new Score(0, 1));
  }

  @Test
  void asksOtherwiseAndCountsWhatStays() throws Exception {
    Answers answers = Answers.of(run, ROWS, false, (count, all) -> {});
    RobustnessRun otherwise = new RobustnessRun(run, 1);

    Robustness found = otherwise.run(answers.decisions(), (count, all) -> {});
    var upper = found.line("UPPER CASE", Robustness.ALL);

    // THREE goes to law_gpt, DOUBTED to math_gpt; 两 has no case; what was refused is not asked
    assertThat(upper.stays()).isEqualTo(new Score(1, 3));
    assertThat(upper.before()).isEqualTo(new Score(1, 3));
    assertThat(upper.accuracy()).isEqualTo(new Score(2, 3));
    assertThat(found.line("UPPER CASE", "zh").stays().of()).isZero();
    assertThat(found.line(Robustness.AIMED, "zh").stays().right()).isPositive();
    assertThat(otherwise.paraphrases(Set.of("math_gpt"), (count, all) -> {}).lines())
        .anySatisfy(line -> assertThat(line.stays().of()).isEqualTo(4));
  }

  @Test
  void aTerminalGetsTablesOfAtMost120Columns() throws Exception {
    String text = report(true).text();

    assertThat(text)
        .contains("routing accuracy   50.0 %", "failed 2 ×: status 429: The queue is full.")
        .contains("several things asked: just the right nodes   100.0 %");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void aScriptGetsJson() throws Exception {
    var json = report(true).json();

    assertThat(json.at("/decisions/by/node/math_gpt/of").asInt()).isEqualTo(3);
    assertThat(json.at("/decisions/all/accuracy").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/decisions/confusion/law_gpt/math_gpt").asInt()).isEqualTo(1);
    assertThat(json.at("/more/rewrites/all/all/same_language/right").asInt()).isEqualTo(3);
    assertThat(json.at("/traffic/errors").size()).isEqualTo(1);
  }

  @Test
  void aPageStandsByItselfAndShowsTextAsText() throws Exception {
    String evil = "</style><script src='http://x'>&";
    Report report =
        Report.of(
            new Report.Subject(1, List.of(evil), true),
            Answers.of(
                run, List.of(row("one", evil, "<i onload=\"x\">")), true, (count, all) -> {}),
            2);

    Document page = parse(ReportPage.of(report));

    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("i").getLength()).isZero();
    assertThat(page.getElementsByTagName("svg").getLength()).isGreaterThan(5);
    assertThat(page.getElementsByTagName("p").item(0).getTextContent()).contains(evil);
    assertThat(page.getElementsByTagName("svg").item(0).getTextContent()).isNotBlank();
    for (String loader : List.of("link", "img", "iframe", "image", "use", "object")) {
      assertThat(page.getElementsByTagName(loader).getLength()).isZero();
    }
    assertThat(page.getElementsByTagName("style").item(0).getTextContent()).doesNotContain("url(");
  }

  /** The page is XML too, so that the JDK can read it; an entity or a loose end would stop it. */
  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void underNestedMastersTheProbabilityIsThatOfBothChoices() {
    Reply reply =
        new Reply(
            List.of(new Reply.Call("virology_gpt", "<h_2>", 0.5, "", false, "")),
            List.of(new Reply.Choice("health", 0.8)),
            List.of("entry", "health", "virology_gpt"));

    assertThat(reply.chosen()).isEqualTo(new Reply.Choice("virology_gpt", 0.4));
  }

  private static Row row(String query, String language, String... nodes) {
    var labels = new Row.Labels(Optional.of(language), Optional.empty(), Optional.empty());
    return new Row(query, List.of(), List.of(), List.of(nodes), labels);
  }
}
