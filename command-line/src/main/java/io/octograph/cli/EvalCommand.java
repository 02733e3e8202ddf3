package io.octograph.cli;

import io.octograph.evaluation.Answers;
import io.octograph.evaluation.HeldOut;
import io.octograph.evaluation.Report;
import io.octograph.evaluation.Rewrites;
import io.octograph.evaluation.RouterAway;
import io.octograph.evaluation.RoutingRun;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.Rows;
import io.octograph.evaluation.baseline.Baseline;
import io.octograph.evaluation.baseline.Comparison;
import io.octograph.evaluation.baseline.MiniLm;
import io.octograph.evaluation.baseline.MiniLmRegression;
import io.octograph.evaluation.baseline.TfIdfSvm;
import io.octograph.evaluation.page.ReportPage;
import io.octograph.evaluation.robust.RobustnessRun;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./octograph eval --file …}. */
@Command(name = "eval", description = "Measures how well the router routes.")
final class EvalCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final EvalOptions options = new EvalOptions();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "JSONL rows with question (or query) and node; a folder means its *.jsonl.",
        "May be given several times."
      })
  private List<Path> files = List.of();

  @Option(names = "--held-out", description = "Only the tenth that no training run sees.")
  private boolean heldOut;

  @Option(
      names = "--rewrites",
      description = "Asks every row for its rewrite too; some seconds a row.")
  private boolean rewrites;

  @Option(
      names = "--rewrites-out",
      paramLabel = "FILE",
      description = "Writes query, rewrite and reason there, for reading; means --rewrites.")
  private Path rewritesOut;

  @Option(
      names = "--robustness",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "" + Integer.MAX_VALUE,
      description = "Asks all rows, or N of them, again in 14 other ways, such as with typos.")
  private int robustness;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the changes that --robustness makes; ${DEFAULT-VALUE} if not given.")
  private long seed = 1;

  @Option(
      names = "--baselines",
      paramLabel = "TRAINING",
      description = "Fits TF-IDF + SVM and MiniLM + regression on these rows, and compares.")
  private List<Path> baselines = List.of();

  @Option(names = "--html", paramLabel = "FILE", description = "Writes it there as a page.")
  private Path html;

  EvalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Row> rows = rows();
    List<Row> training = read(baselines);
    Answers answers;
    Report report;
    try (HttpClient http = Http.client();
        Router router = options.router(context, http)) {
      RoutingRun run = new RoutingRun(http, router.url(), options.clients, InstantSource.system());
      answers = Answers.of(run, rows, rewrites || rewritesOut != null, progress("Asked"));
      report = Report.of(subject(rows), answers, options.clients);
      report = report.with(more(report.more(), run, answers));
    } catch (RouterAway e) {
      throw new CommandFailed(CommandFailed.FAILED, e.getMessage());
    }
    report = report.with(compared(report.more(), training, rows));
    write(report, answers);
    return report.failed() ? CommandFailed.FAILED : 0;
  }

  private Report.More more(Report.More more, RoutingRun run, Answers answers)
      throws InterruptedException {
    if (rewrites || rewritesOut != null) {
      more = more.with(Rewrites.pairs(answers.whole()));
    }
    if (robustness > 0) {
      RobustnessRun otherwise = new RobustnessRun(run, seed);
      Set<String> nodes =
          answers.decisions().stream().map(each -> each.row().node()).collect(Collectors.toSet());
      var found =
          otherwise.run(spread(answers.decisions(), robustness), progress("Asked otherwise"));
      more = more.with(found.and(otherwise.paraphrases(nodes, progress("Asked in other words"))));
    }
    return more;
  }

  private Report.More compared(Report.More more, List<Row> training, List<Row> rows) {
    if (baselines.isEmpty()) {
      return more;
    }
    List<Baseline.Example> examples = Comparison.examples(training, rows);
    var terminal = context.terminal();
    try (MiniLm model = new MiniLm(done -> terminal.progress("Embedded " + done + " texts"))) {
      for (Baseline baseline : List.of(new TfIdfSvm(), new MiniLmRegression(model))) {
        terminal.progress("Fitting " + baseline.name());
        more = more.and(Comparison.of(baseline, examples, rows, InstantSource.system()));
      }
    }
    return more;
  }

  private void write(Report report, Answers answers) throws IOException {
    options.write(context, report.text(), report.json());
    if (html != null) {
      Files.writeString(context.here().resolve(html), ReportPage.of(report));
    }
    if (rewritesOut != null) {
      Files.writeString(
          context.here().resolve(rewritesOut), Rewrites.lines(Rewrites.pairs(answers.whole())));
    }
  }

  private Report.Subject subject(List<Row> rows) {
    return new Report.Subject(rows.size(), files.stream().map(Path::toString).toList(), heldOut);
  }

  private BiConsumer<Integer, Integer> progress(String what) {
    return (done, all) -> context.terminal().progress(what + " " + done + " of " + all);
  }

  private List<Row> rows() throws IOException {
    if (files.isEmpty()) {
      throw usage("eval needs rows; give --file FILE, for instance --file training/data.");
    }
    options.check();
    if (robustness < 0) {
      throw usage("--robustness is " + robustness + "; give 1 or more, or no number for all rows.");
    }
    List<Row> rows =
        read(files).stream().filter(row -> !heldOut || HeldOut.test(row.query())).toList();
    if (rows.isEmpty()) {
      throw usage("There is no row to ask in " + files + "; give another --file.");
    }
    return options.limit == null ? rows : spread(rows, options.limit);
  }

  private static <T> List<T> spread(List<T> all, int most) {
    int count = Math.min(most, all.size());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  private List<Row> read(List<Path> from) throws IOException {
    try {
      return Rows.read(from.stream().map(context.here()::resolve).toList());
    } catch (NoSuchFileException e) {
      throw usage("There is no file " + e.getFile() + "; give a path that is.");
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private static CommandFailed usage(String message) {
    return new CommandFailed(CommandFailed.USAGE, message);
  }
}
