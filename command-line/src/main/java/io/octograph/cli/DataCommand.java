package io.octograph.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.data.Budget;
import io.octograph.data.DataRun;
import io.octograph.data.Form;
import io.octograph.data.Pause;
import io.octograph.data.Progress;
import io.octograph.data.Report;
import io.octograph.data.Settings;
import io.octograph.data.Weights;
import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.graph.InvalidGraphException;
import io.octograph.graph.ReadyGraphs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./octograph data --graph … --endpoint … --out …}. */
@Command(
    name = "data",
    sortOptions = false,
    description = "Writes training rows for a graph's master with any OpenAI-compatible model.")
final class DataCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "OCTOGRAPH_DATA_KEY";
  private static final int LINES = 20;

  private final Context context;

  @Option(
      names = "--graph",
      paramLabel = "GRAPH",
      description = "A ready graph (mmlu, starter) or a YAML file; mmlu if not given.")
  private String graph;

  @Option(
      names = "--master",
      paramLabel = "NODE",
      description = "The master whose neighbours the rows name; the graph's entry if not given.")
  private String master;

  @Mixin private final DataOptions options = new DataOptions();

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  private int shown;

  DataCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Report report;
    try (HttpClient http = Http.client()) {
      Graph read = graph();
      DataRun run =
          new DataRun(
              read,
              Optional.ofNullable(master),
              source(),
              settings(read),
              new DataRun.Tools(http, Pause.SLEEP, InstantSource.system()));
      report = run.run(this::show);
    } catch (NoSuchFileException e) {
      throw new CommandFailed(
          CommandFailed.USAGE, "There is no %s; give a path that is.".formatted(e.getFile()));
    } catch (InvalidGraphException | IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
    Terminal terminal = context.terminal();
    terminal.clear();
    terminal.out().print(Terminal.safe(report.table()));
    terminal.out().flush();
    if (!report.complete()) {
      report.why().map(Terminal::safe).ifPresent(terminal::note);
      terminal.note("What is written stays; the same command goes on from there.");
    }
    return report.complete() ? 0 : CommandFailed.FAILED;
  }

  /** A line that replaces itself; where nobody watches, one for each twentieth of the rows. */
  private void show(Progress progress) {
    Terminal terminal = context.terminal();
    terminal.progress(progress.line());
    int part = LINES * progress.kept() / progress.wanted();
    if (!terminal.interactive() && part > shown) {
      shown = part;
      terminal.note(progress.line());
    }
  }

  private Graph graph() {
    String name = context.graph(graph);
    GraphReader reader =
        new GraphReader(variable -> Optional.ofNullable(context.environment().get(variable)));
    return ReadyGraphs.names().contains(name)
        ? ReadyGraphs.read(name, reader)
        : reader.read(Path.of(name));
  }

  private String source() {
    String name = context.graph(graph);
    return ReadyGraphs.names().contains(name)
        ? name + ".yaml"
        : String.valueOf(Path.of(name).getFileName());
  }

  private Settings settings(Graph read) {
    Settings.Wanted wanted =
        new Settings.Wanted(
            options.rows,
            options.forms == null ? DataRun.forms(read) : forms(options.forms),
            Weights.parse("--languages", options.languages),
            Weights.parse("--styles", options.styles),
            options.hard);
    Settings.Asking asking =
        new Settings.Asking(
            options.temperatures,
            options.batch,
            options.subtopics,
            Optional.of(options.checker == null ? options.model : options.checker)
                .filter(name -> !options.noCheck),
            options.seed);
    Settings.Patience patience =
        new Settings.Patience(
            Duration.ofMillis(Math.round(options.timeout * 1000)),
            options.retries,
            Duration.ofMillis(Math.round(options.retryWait * 1000)),
            options.concurrency,
            new Budget.Most(options.maxRequests, options.maxTokens));
    Settings.Service service =
        new Settings.Service(endpoint(), options.model, key(), extra(), patience);
    Settings.Files files =
        new Settings.Files(
            context.here().resolve(options.out),
            !options.dropDoubtful,
            options.against.stream().map(context.here()::resolve).toList());
    return new Settings(wanted, asking, service, files);
  }

  private static Map<Form, Double> forms(String text) {
    Map<Form, Double> forms = new LinkedHashMap<>();
    Weights.parse("--forms", text).forEach((name, weight) -> forms.put(Form.of(name), weight));
    return forms;
  }

  private URI endpoint() {
    if (!options.endpoint.matches("https?://[^/@\\s?#]+(/[^@\\s?#]*)?")) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "--endpoint is no base address such as http://localhost:8000/v1; a key goes into the environment variable %s, never into the address."
              .formatted(KEY));
    }
    return URI.create(options.endpoint);
  }

  private Optional<String> key() {
    String name = options.keyEnv == null ? KEY : options.keyEnv;
    String key = context.environment().getOrDefault(name, "").strip();
    if (key.isEmpty() && options.keyEnv != null) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "--key-env is %s, and there is no such variable in the environment.".formatted(name));
    }
    if (!key.matches("[\\x21-\\x7e]*")) {
      throw new CommandFailed(
          CommandFailed.USAGE, "The key in %s has characters that no key has.".formatted(name));
    }
    return Optional.of(key).filter(given -> !given.isEmpty());
  }

  private ObjectNode extra() {
    try {
      JsonNode extra = JSON.readTree(options.extra);
      if (extra instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // said below, with an example
    }
    throw new CommandFailed(
        CommandFailed.USAGE,
        "--extra is no JSON object; give e.g. '{\"chat_template_kwargs\": {\"enable_thinking\": false}}'.");
  }
}
