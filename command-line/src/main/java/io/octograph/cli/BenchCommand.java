package io.octograph.cli;

import io.octograph.cli.bench.BenchFailed;
import io.octograph.cli.bench.ChaosRun;
import io.octograph.cli.bench.EventsRun;
import io.octograph.cli.bench.Parallel;
import io.octograph.cli.bench.Programs;
import io.octograph.cli.bench.RigSettings;
import io.octograph.evaluation.Rows;
import io.octograph.evaluation.chaos.FaultPlan;
import io.octograph.evaluation.chaos.Questions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./octograph bench chaos | events | master}. */
@Command(
    name = "bench",
    synopsisSubcommandLabel = "chaos | events | master",
    description =
        "Runs the walk by events through Knative's own broker code on this machine, or measures the"
            + " master.")
final class BenchCommand {
  private final Context context;

  @Mixin private Help help;

  /** Not inherited: what follows {@code master} is for another program. */
  static final class Help {
    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    private boolean help;
  }

  BenchCommand(Context context) {
    this.context = context;
  }

  private RigSettings rig(String name) throws IOException {
    try (var graph = BenchCommand.class.getResourceAsStream("/bench/chaos.yaml")) {
      var text = new String(graph.readAllBytes(), StandardCharsets.UTF_8);
      return RigSettings.calm(context.home(), context.logs().resolve(name), text);
    }
  }

  /** A person who watches sees all; a log has the beginning of each part. */
  private void progress(String text) {
    if (context.terminal().interactive()) {
      context.terminal().progress(text);
    } else if (!text.contains(" of ")) {
      context.terminal().note(text + " …");
    }
  }

  private void print(String text, String json, Path out) throws IOException {
    context.terminal().clear();
    context.terminal().out().print(text);
    context.terminal().out().flush();
    if (out != null) {
      Files.writeString(context.here().resolve(out), json + "\n");
    }
  }

  private static CommandFailed failed(RuntimeException e) {
    int code = e instanceof BenchFailed ? CommandFailed.FAILED : CommandFailed.USAGE;
    return new CommandFailed(code, e.getMessage());
  }

  @Command(
      name = "chaos",
      description =
          "Asks questions while processes are killed, models fail and events come twice; fails"
              + " unless each ends in exactly one answer or failure, by the nodes of a calm run.")
  int chaos(
      @Mixin Help help,
      @Option(
              names = "--queries",
              paramLabel = "N",
              defaultValue = "500",
              description = "How many questions; ${DEFAULT-VALUE} if not given.")
          int queries,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description = "Of all chance; ${DEFAULT-VALUE} if not given.")
          long seed,
      @Option(
              names = "--lanes",
              paramLabel = "N",
              defaultValue = "8",
              description = "Questions under way at once; ${DEFAULT-VALUE} if not given.")
          int lanes,
      @Option(
              names = "--doubled",
              paramLabel = "P",
              defaultValue = "0.2",
              description = "Probability that an event is delivered twice; ${DEFAULT-VALUE}.")
          double doubled,
      @Option(
              names = "--faults",
              paramLabel = "P",
              defaultValue = "0.1",
              description = "Probability that a model does not answer; ${DEFAULT-VALUE}.")
          double faults,
      @Option(
              names = "--kill-every",
              paramLabel = "SECONDS",
              defaultValue = "5",
              description = "Something is killed each so many seconds, or twice as many; 5.")
          int seconds,
      @Option(names = "--out", paramLabel = "FILE", description = "Writes the report as JSON.")
          Path out)
      throws IOException, InterruptedException {
    var rows = Rows.read(List.of(context.home().resolve("training/data")));
    var labels = new Questions.Labels("health_gpt", "economics_gpt", Parallel.read());
    try {
      var settings =
          new ChaosRun.Settings(
              rig("chaos"),
              Questions.pick(rows, labels, queries, seed),
              lanes,
              doubled,
              new FaultPlan(faults, seed),
              Duration.ofSeconds(seconds),
              Duration.ofSeconds(2L * seconds));
      var run = new ChaosRun(settings, InstantSource.system(), this::progress);
      var report = run.run();
      print(report.text(), report.json().toPrettyString(), out);
      return report.good() ? 0 : CommandFailed.FAILED;
    } catch (BenchFailed | IllegalArgumentException e) {
      throw failed(e);
    }
  }

  @Command(
      name = "events",
      description =
          "Measures events a second through router and worker, without decisions and with models"
              + " that answer at once, beside the broker alone.")
  int events(
      @Mixin Help help,
      @Option(
              names = "--queries",
              paramLabel = "N",
              defaultValue = "3000",
              description = "How many; ${DEFAULT-VALUE} if not given.")
          int queries,
      @Option(
              names = "--lanes",
              paramLabel = "N",
              defaultValue = "16",
              description = "How many under way at once; ${DEFAULT-VALUE} if not given.")
          int lanes,
      @Option(names = "--out", paramLabel = "FILE", description = "Writes the report as JSON.")
          Path out)
      throws IOException, InterruptedException {
    try {
      var rig = rig("events").tuned(Programs.Tuning.WORK, 1);
      var settings = new EventsRun.Settings(rig, "physics_gpt", queries, lanes);
      var run = new EventsRun(settings, InstantSource.system(), this::progress);
      var report = run.run();
      print(report.text(), report.json().toPrettyString(), out);
      return report.unanswered() == 0 ? 0 : CommandFailed.FAILED;
    } catch (BenchFailed | IllegalArgumentException e) {
      throw failed(e);
    }
  }
}
