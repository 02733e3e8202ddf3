package io.octograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code ./octograph eval} and {@code ./octograph eval mmlu} have in common. */
final class EvalOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Asks N of them at most, spread evenly over the rows, or over the subjects.")
  Integer limit;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Questions under way at once; ${DEFAULT-VALUE} if not given.")
  int clients = 2;

  @Mixin private RouterOptions asked;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the report there as JSON.")
  private Path out;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /**
   * @throws CommandFailed where a number makes no sense
   */
  void check() {
    if (limit != null && limit < 1) {
      throw new CommandFailed(
          CommandFailed.USAGE, "--limit is " + limit + "; give 1 or more, or leave it out.");
    }
    if (clients < 1) {
      throw new CommandFailed(CommandFailed.USAGE, "--clients is " + clients + "; give 1 or more.");
    }
  }

  /** The router to ask; closing it ends one that was started just for this. */
  Router router(Context context, HttpClient http) throws IOException, InterruptedException {
    return asked.find(context, http);
  }

  /** Shows a report at the terminal and writes it where {@code --out} says. */
  void write(Context context, String text, JsonNode json) throws IOException {
    Terminal terminal = context.terminal();
    terminal.clear();
    terminal.out().print(Terminal.safe(text));
    terminal.out().flush();
    if (out != null) {
      Files.writeString(context.here().resolve(out), json.toPrettyString() + "\n");
    }
  }
}
