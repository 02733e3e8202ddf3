package io.octograph.knative;

import io.octograph.graph.Graph;
import io.octograph.graph.Worker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Renders graphs. The same file gives the same manifests, byte for byte: nothing is asked of the
 * environment, the clock or chance.
 */
public final class Renderer {
  /** What every file begins with, before the graph's name. */
  static final String HEADER = "# Rendered by ./octograph render from graph ";

  /** What a ConfigMap may hold, with room for what Kubernetes adds. */
  private static final int MOST_BYTES = 1_000_000;

  private final Graph graph;
  private final GraphTree tree;
  private final Names names;
  private final String header;
  private final SortedMap<String, String> files = new TreeMap<>();
  private final List<String> resources = new ArrayList<>();

  private Renderer(Graph graph, GraphTree tree) {
    this.graph = graph;
    this.tree = tree;
    this.names = new Names(graph.name());
    this.header =
        HEADER
            + "%s, version %d: change the graph, not this file.\n"
                .formatted(graph.name(), graph.version());
  }

  /**
   * Renders a graph.
   *
   * @param yaml the text of its file
   * @param source name of the file, for problems
   * @throws io.octograph.graph.InvalidGraphException with all problems of the file; a variable
   *     without a default is one where a number, a time or a name stands
   * @throws IllegalArgumentException if the graph is too large for a ConfigMap
   */
  public static Rendering render(String yaml, String source) {
    Optional<GraphTree> tree = tree(yaml);
    Graph graph = Variables.read(yaml, source, tree);
    return new Renderer(graph, tree.orElseThrow()).rendering();
  }

  private static Optional<GraphTree> tree(String yaml) {
    try {
      return GraphTree.parse(yaml);
    } catch (YAMLException e) {
      // the reader will say it, with the line and the mend
      return Optional.empty();
    }
  }

  private Rendering rendering() {
    GraphTree share = Shares.router(tree);
    List<Variable> variables = Variables.of(tree);
    BrokerFile broker = new BrokerFile(graph, names);
    RouterFile router = new RouterFile(graph, Variables.of(share), names);
    file("broker.yaml", List.of(broker.broker()));
    file("event-types.yaml", broker.eventTypes());
    file("router.yaml", router.services());
    file("sink-bindings.yaml", router.bindings());
    file("tick.yaml", List.of(broker.tick()));
    file("triggers.yaml", router.triggers());
    WorkerFile workers = new WorkerFile(graph, tree, names);
    for (Worker worker : graph.workerList()) {
      file("workers/" + worker.name() + ".yaml", workers.of(worker));
    }
    List<Engine> engines = Engine.of(tree);
    for (Engine engine : engines) {
      String text = YamlText.of(engine.kustomization(graph.name(), names));
      files.put("graph/" + engine.component() + "/kustomization.yaml", header + text);
      resources.add(engine.component());
    }
    files.put("graph/graph.yaml", size(header + share.yaml()));
    files.put("graph/names.yaml", header + Kustomization.REFERENCES);
    SortedMap<String, String> settings = Kustomization.settings(names, variables, engines);
    Kustomization kustomization = new Kustomization(names, resources, settings);
    files.put("graph/kustomization.yaml", header + YamlText.of(kustomization.content()));
    List<Variable> secrets = variables.stream().filter(Variable::secret).toList();
    if (!secrets.isEmpty()) {
      files.put("graph/secrets.example.env", Kustomization.secrets(header, secrets));
    }
    files.putAll(Common.files());
    List<String> notes = new Notes(graph, tree, names).of(secrets, settings);
    return new Rendering(graph.name(), files, notes);
  }

  private void file(String path, List<Manifest> manifests) {
    files.put("graph/" + path, YamlText.file(header, manifests));
    resources.add(path);
  }

  private String size(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          """
          What the router needs of the graph %s has %,d bytes, and a ConfigMap takes %,d: shorten the \
          descriptions, or make two graphs of it."""
              .formatted(graph.name(), bytes, MOST_BYTES));
    }
    return text;
  }
}
