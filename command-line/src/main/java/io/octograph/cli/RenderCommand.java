package io.octograph.cli;

import io.octograph.graph.GraphReader;
import io.octograph.graph.InvalidGraphException;
import io.octograph.graph.ReadyGraphs;
import io.octograph.knative.Renderer;
import io.octograph.knative.Rendering;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./octograph render --graph … -o …}. */
@Command(name = "render", description = "Writes a graph's Knative manifests, for kubectl apply -k.")
final class RenderCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--graph",
      paramLabel = "GRAPH",
      description =
          "A ready graph (mmlu, mmlu-nested, starter, agent) or a YAML file; mmlu if not given.")
  private String graph;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where to: an empty folder, or one that was rendered before.")
  private Path output;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  RenderCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = context.here().resolve(output).normalize();
    Rendering rendering;
    try {
      rendering = rendering(context.graph(graph));
      rendering.writeTo(folder);
    } catch (InvalidGraphException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage() + hint(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(CommandFailed.USAGE, e.getMessage());
    }
    Terminal terminal = context.terminal();
    terminal
        .out()
        .printf("Rendered the graph %s into %s.%n", rendering.graph(), output)
        .printf("  kubectl apply -k %s%n", output.resolve("overlays").resolve("local"))
        .flush();
    rendering.notes().forEach(terminal::note);
    return 0;
  }

  /** The mend for a variable is another one here than where a function reads the graph. */
  private static String hint(String problems) {
    return problems.contains("The environment variable")
        ? "\nrender reads no environment: where a number, a time or a name stands, give a default."
        : "";
  }

  private static Rendering rendering(String graph) throws IOException {
    if (ReadyGraphs.names().contains(graph)) {
      return Renderer.render(ReadyGraphs.yaml(graph), graph + ".yaml");
    }
    Path file = Path.of(graph);
    if (Files.size(file) > GraphReader.MAX_BYTES) {
      throw new IllegalArgumentException(
          "The file %s has %,d bytes, more than the %,d that are read; make two graphs of it."
              .formatted(file, Files.size(file), GraphReader.MAX_BYTES));
    }
    try {
      return Renderer.render(Files.readString(file), String.valueOf(file.getFileName()));
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("The file %s is no text in UTF-8.".formatted(file));
    }
  }
}
