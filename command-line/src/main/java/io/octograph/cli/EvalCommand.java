package io.octograph.cli;

import io.octograph.evaluation.HeldOut;
import io.octograph.evaluation.Report;
import io.octograph.evaluation.RoutingRun;
import io.octograph.evaluation.Row;
import io.octograph.evaluation.Rows;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./octograph eval --file …}. */
@Command(name = "eval", description = "Measures how often the router names the right node.")
final class EvalCommand implements Callable<Integer> {
  private static final int CLIENTS = 2;

  private final Context context;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "JSONL rows with question (or query) and node; a folder means its *.jsonl.")
  private List<Path> files;

  @Option(names = "--held-out", description = "Only the tenth that no training run sees.")
  private boolean heldOut;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N rows.")
  private Integer limit;

  @Option(
      names = "--graph",
      paramLabel = "GRAPH",
      description = "A ready graph (mmlu, starter) or a YAML file.")
  private String graph;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The router to ask; else the one on this machine, or one just for this.")
  private String url;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the report there as JSON.")
  private Path out;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  EvalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Row> rows = rows();
    Terminal terminal = context.terminal();
    Report report;
    try (HttpClient http = Http.client();
        Router router = Router.find(context, http, url, graph)) {
      RoutingRun run = new RoutingRun(http, router.url(), CLIENTS, InstantSource.system());
      report = run.run(rows, done -> terminal.progress("Asked " + done + " of " + rows.size()));
    }
    terminal.clear();
    terminal.out().print(report.text());
    terminal.out().flush();
    if (out != null) {
      Files.writeString(context.here().resolve(out), report.json().toPrettyString() + "\n");
    }
    boolean allFailed =
        report.errors().values().stream().mapToLong(Long::longValue).sum() == rows.size();
    return allFailed ? CommandFailed.FAILED : 0;
  }

  private List<Row> rows() throws IOException {
    if (limit != null && limit < 1) {
      throw new CommandFailed(
          CommandFailed.USAGE, "--limit is " + limit + "; give 1 or more, or leave it out.");
    }
    try {
      List<Row> rows =
          Rows.read(files.stream().map(context.here()::resolve).toList()).stream()
              .filter(row -> !heldOut || HeldOut.test(row.query()))
              .limit(limit == null ? Long.MAX_VALUE : limit)
              .toList();
      if (rows.isEmpty()) {
        throw new CommandFailed(
            CommandFailed.USAGE, "There is no row to ask in " + files + "; give another --file.");
      }
      return rows;
    } catch (NoSuchFileException e) {
      throw new CommandFailed(
          CommandFailed.USAGE, "There is no file " + e.getFile() + "; give --file a path that is.");
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
  }
}
