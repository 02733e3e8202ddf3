package io.octograph.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads graph files and checks them as a whole. A pure function of the text and the environment it
 * is given; it opens no model and calls no address.
 */
public final class GraphReader {
  /** Longest file that is read. */
  public static final int MAX_BYTES = 4 << 20;

  /** The variable that holds the worker template of files that name none. */
  public static final String WORKER_URL = "OCTOGRAPH_WORKER_URL";

  private static final double MOST_COST = 1e9;

  private final java.util.function.Function<String, Optional<String>> environment;

  /**
   * @param environment gives the value of a variable, for {@code ${NAME}} and {@code
   *     ${NAME:default}}
   */
  public GraphReader(java.util.function.Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /** A reader that fills variables from the environment of this process. */
  public static GraphReader ofProcess() {
    return new GraphReader(name -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * @throws InvalidGraphException if the file cannot be read or has problems, with all of them
   */
  public Graph read(Path file) {
    String source = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw tooLarge(source, Files.size(file));
      }
      return read(Files.readAllBytes(file), source);
    } catch (NoSuchFileException e) {
      throw refusal(source, "There is no file " + file + ".", "Check the path of the graph.");
    } catch (IOException e) {
      throw refusal(
          source,
          "The file " + file + " cannot be read: " + e.getMessage() + ".",
          "Check that it is a file and that this user may read it.");
    }
  }

  /**
   * @param bytes UTF-8
   * @param source name of the file, for problems
   * @throws InvalidGraphException with all problems
   */
  public Graph read(byte[] bytes, String source) {
    if (bytes.length > MAX_BYTES) {
      throw tooLarge(source, bytes.length);
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return read(StandardCharsets.UTF_8.newDecoder().decode(buffer).toString(), source);
    } catch (CharacterCodingException e) {
      throw refusal(source, "The file is no text in UTF-8.", "Save it as UTF-8.");
    }
  }

  /**
   * @param source name of the file, for problems
   * @throws InvalidGraphException with all problems
   */
  public Graph read(String yaml, String source) {
    if (yaml.length() > MAX_BYTES) {
      throw tooLarge(source, yaml.length());
    }
    Report report = new Report(source);
    Lines lines = new Lines();
    Reading reading = new Reading(report, new Variables(environment), lines);
    Optional<Graph> graph = YamlParser.parse(yaml, report).map(tree -> graph(tree, reading));
    graph.ifPresent(read -> GraphChecker.check(read, lines, report));
    report.throwIfAny();
    return graph.orElseThrow();
  }

  private Graph graph(Yaml tree, Reading reading) {
    Fields fields =
        reading.fields(tree, new Reading.Part("", "the file", Optional.empty(), Format.GRAPH));
    String name = fields.required("graph", "mmlu");
    if (!name.isBlank() && !Values.name(name)) {
      fields.problem("graph", "\"" + Fields.clip(name) + "\" is no name.", Values.NAME_RULE);
    }
    if (!fields.has("version")) {
      fields.problem(
          "version",
          "The field \"version\" is missing in the file.",
          "Add version: 1, and raise it whenever you change the graph.");
    }
    return new Graph(
        name,
        fields.whole("version", 1, 1, Integer.MAX_VALUE),
        fields.required("entry", "entry"),
        fields
            .part("workers", "the field workers", Format.WORKERS)
            .flatMap(GraphReader::template)
            .or(this::usualWorkers),
        nodes(fields, reading),
        fields
            .part("limits", "the field limits", Format.LIMITS)
            .map(GraphReader::limits)
            .orElse(Limits.DEFAULT));
  }

  private static Optional<String> template(Fields workers) {
    String template = workers.required("url", WorkerAddress.LOCAL);
    boolean usable = WorkerAddress.usable(template);
    if (!template.isBlank() && !usable) {
      Values.badAddress(workers, "url", "https://{graph}-{node}.models.example.org");
    }
    return usable ? Optional.of(template) : Optional.empty();
  }

  /** Where a file names no workers, whoever starts the functions may. */
  private Optional<String> usualWorkers() {
    return environment.apply(WORKER_URL).filter(WorkerAddress::usable);
  }

  private static Limits limits(Fields limits) {
    Limits otherwise = Limits.DEFAULT;
    Duration deadline = Values.duration(limits, "deadline", otherwise.deadline());
    return new Limits(
        limits.whole("hops", otherwise.hops(), 1, 100),
        limits.whole("calls", otherwise.calls(), 1, 1000),
        deadline,
        limits.decimal("cost", otherwise.cost(), 0, MOST_COST));
  }

  private static Map<String, Node> nodes(Fields fields, Reading reading) {
    if (!fields.has("nodes")) {
      fields.problem(
          "nodes",
          "The field \"nodes\" is missing in the file.",
          "Add nodes: and under it, at least, - worker: math_gpt with endpoints: embedded.");
    }
    List<Yaml> items = fields.list("nodes", "nodes: and under it one \"- \" for each node.");
    if (fields.yaml("nodes").filter(Yaml.Sequence.class::isInstance).isPresent()
        && items.isEmpty()) {
      fields.problem("nodes", "The list of nodes is empty.", "Add at least one worker.");
    }
    Map<String, Node> nodes = new LinkedHashMap<>();
    NodeReader reader = new NodeReader(reading);
    for (Yaml item : items) {
      reader.read(item, nodes.keySet()).ifPresent(node -> nodes.putIfAbsent(node.name(), node));
    }
    return nodes;
  }

  private static InvalidGraphException tooLarge(String source, long size) {
    return refusal(
        source,
        "The file has %,d bytes, more than the %,d that are read.".formatted(size, MAX_BYTES),
        "Shorten descriptions and prompts, or make two graphs of it.");
  }

  static InvalidGraphException refusal(String source, String what, String mend) {
    return new InvalidGraphException(List.of(new Problem(source, 0, Optional.empty(), what, mend)));
  }
}
