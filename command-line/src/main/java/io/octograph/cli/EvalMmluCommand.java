package io.octograph.cli;

import io.octograph.evaluation.mmlu.Journal;
import io.octograph.evaluation.mmlu.MmluReport;
import io.octograph.evaluation.mmlu.MmluRun;
import io.octograph.evaluation.mmlu.Plan;
import io.octograph.evaluation.mmlu.Question;
import io.octograph.evaluation.mmlu.Questions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./octograph eval mmlu --file …}. */
@Command(
    name = "mmlu",
    description = {
      "Multiple-choice questions through the graph, beside the right node, one general node",
      "and the rewrite off: accuracy, cost, active parameters."
    })
final class EvalMmluCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private final EvalOptions options = new EvalOptions();

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "JSONL: subject, node, question, choices, answer.")
  private Path file;

  @Option(
      names = "--shots",
      paramLabel = "N",
      description = "Solved questions before each, 0 or 5 in the papers; 0 if not given.")
  private int shots;

  @Option(
      names = "--examples",
      paramLabel = "FILE",
      description = "Where --shots takes them from: the same form, N or more of a subject.")
  private Path examples;

  @Option(names = "--seed", paramLabel = "N", description = "Which ones; 1 if not given.")
  private long seed = 1;

  @Option(
      names = "--general",
      paramLabel = "NODE",
      description = "The general node; the default of the graph's entry if not given.")
  private String general;

  @Option(
      names = "--masters-read",
      paramLabel = "WHAT",
      description = "question, or choices: the question with its choices; question if not given.")
  private Plan.Reads reads = Plan.Reads.QUESTION;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Most tokens of an answer; 16 if not given.")
  private int maxTokens = 16;

  @Option(
      names = "--by-logprobs",
      description = "Takes the likeliest letter, of endpoints that give logprobs.")
  private boolean byLogprobs;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Keeps each answer there; a run with the same file asks only what is missing.")
  private Path journal;

  EvalMmluCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Question> questions = questions();
    Plan plan = plan();
    Terminal terminal = context.terminal();
    MmluReport report;
    try (Journal known = journal();
        HttpClient http = Http.client();
        Router router = options.router(context, http)) {
      if (known.size() > 0) {
        terminal.note("The journal has " + known.size() + " answers; they are not asked again.");
      }
      MmluRun run = new MmluRun(http, router.url(), known, plan, InstantSource.system());
      report =
          run.run(
              questions,
              done ->
                  terminal.progress("Asked " + done + " of " + questions.size() + " questions"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
    options.write(context, report.text(), report.json());
    return report.failed() ? CommandFailed.FAILED : 0;
  }

  private List<Question> questions() throws IOException {
    options.check();
    List<Question> all = read(file);
    if (all.isEmpty()) {
      throw new CommandFailed(
          CommandFailed.USAGE, "There is no question in " + file + "; give another --file.");
    }
    return options.limit == null ? all : Questions.pick(all, options.limit, seed);
  }

  private Plan plan() throws IOException {
    if (shots > 0 && examples == null) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "--shots is " + shots + ", and nothing says where they are; give --examples FILE.");
    }
    List<Question> solved = examples == null ? List.of() : read(examples);
    try {
      return new Plan(
          shots,
          solved,
          Optional.ofNullable(general),
          reads,
          maxTokens,
          byLogprobs,
          options.clients);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
  }

  private List<Question> read(Path from) throws IOException {
    try {
      return Questions.read(context.here().resolve(from));
    } catch (NoSuchFileException e) {
      throw new CommandFailed(
          CommandFailed.USAGE, "There is no file " + e.getFile() + "; give a path that is.");
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
  }

  private Journal journal() throws IOException {
    return journal == null ? Journal.inMemory() : Journal.open(context.here().resolve(journal));
  }
}
