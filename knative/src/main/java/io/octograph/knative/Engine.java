package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A server of language models beside the functions, with one base and an adapter a node. A graph
 * wants it when an endpoint's {@code url} is its variable, without a default.
 *
 * @param adapters what the graph's endpoints name as their model; one that names a variable is the
 *     base itself
 */
record Engine(Kind kind, List<String> adapters) {
  enum Kind {
    VLLM("vllm", "VLLM_URL", "VLLM_MODEL", 8000),
    LORAX("lorax", "LORAX_URL", "LORAX_MODEL", 8080);

    private final String component;
    private final String variable;
    private final String base;
    private final int port;

    Kind(String component, String variable, String base, int port) {
      this.component = component;
      this.variable = variable;
      this.base = base;
      this.port = port;
    }
  }

  /** A small base with a free licence, to begin with. */
  private static final String BASE = "HuggingFaceTB/SmolLM2-1.7B-Instruct";

  /** Those that the graph wants. */
  static List<Engine> of(GraphTree tree) {
    List<Engine> engines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      of(kind, tree).ifPresent(engines::add);
    }
    return engines;
  }

  private static Optional<Engine> of(Kind kind, GraphTree tree) {
    boolean wanted = false;
    TreeSet<String> adapters = new TreeSet<>();
    for (MappingNode node : tree.nodes()) {
      if (GraphTree.value(node, "endpoints") instanceof SequenceNode endpoints) {
        for (Node endpoint : endpoints.getValue()) {
          if (endpoint instanceof MappingNode fields
              && GraphTree.text(fields, "url").startsWith("${" + kind.variable + "}")) {
            wanted = true;
            adapters.add(GraphTree.text(fields, "model"));
          }
        }
      }
    }
    adapters.removeIf(model -> model.contains("${"));
    return wanted ? Optional.of(new Engine(kind, List.copyOf(adapters))) : Optional.empty();
  }

  String component() {
    return kind.component;
  }

  /** What the graph's settings say of it. */
  Map<String, String> settings(Names names) {
    String url = "http://" + names.of(kind.component) + ":" + kind.port + "/v1";
    return Map.of(kind.variable, url, kind.base, BASE);
  }

  /** Its kustomize folder: the component under the graph's name, with the adapters. */
  Map<String, Object> kustomization(String graph, Names names) {
    List<Object> operations = new ArrayList<>();
    operations.add(
        add(
            "/spec/template/spec/containers/0/env/-",
            map(
                "name",
                "BASE_MODEL",
                "valueFrom",
                map("configMapKeyRef", map("name", names.settings(), "key", kind.base)))));
    if (kind == Kind.VLLM && !adapters.isEmpty()) {
      operations.add(argument("--enable-lora"));
      operations.add(argument("--max-cpu-loras=" + adapters.size()));
      operations.add(argument("--lora-modules"));
      // LoRAX needs no list: it loads the adapter that a request names
      adapters.forEach(name -> operations.add(argument(name + "=/adapters/" + name)));
    }
    return map(
        "apiVersion", "kustomize.config.k8s.io/v1beta1",
        "kind", "Kustomization",
        "namePrefix", names.of(""),
        "components", List.of("../../components/" + kind.component),
        "labels", List.of(map("pairs", map("octograph.io/graph", graph), "includeSelectors", true)),
        "patches",
            List.of(
                map(
                    "target", map("kind", "Deployment", "name", kind.component),
                    "patch", YamlText.of(operations).stripTrailing().stripIndent())));
  }

  private static Map<String, Object> argument(String value) {
    return add("/spec/template/spec/containers/0/args/-", value);
  }

  private static Map<String, Object> add(String path, Object value) {
    return map("op", "add", "path", path, "value", value);
  }
}
