package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kustomization of a graph's folder. */
record Kustomization(Names names, List<String> resources, SortedMap<String, String> settings) {
  static final String VERSION = "0.1.0";

  /** Where Knative's Services name ConfigMaps: kustomize knows it of Kubernetes' own kinds only. */
  static final String REFERENCES = references();

  /** What the settings hold: an engine's address, and a line to fill for any other variable. */
  static SortedMap<String, String> settings(
      Names names, List<Variable> variables, List<Engine> engines) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Variable variable : variables) {
      if (!variable.secret() && !variable.optional()) {
        settings.put(variable.name(), "");
      }
    }
    engines.forEach(engine -> settings.putAll(engine.settings(names)));
    return settings;
  }

  /** The keys that a graph's Secret has, for an operator to fill in a copy. */
  static String secrets(String header, List<Variable> secrets) {
    StringBuilder text = new StringBuilder(header);
    text.append("# Fill a copy; a line that stays a comment has a default in the graph.\n");
    for (Variable secret : secrets) {
      text.append(secret.optional() ? "# " : "").append(secret.name()).append("=\n");
    }
    return text.toString();
  }

  /** Settings that nobody but the operator knows. */
  static Set<String> open(SortedMap<String, String> settings) {
    TreeMap<String, String> open = new TreeMap<>(settings);
    open.values().removeIf(value -> !value.isEmpty());
    return open.keySet();
  }

  Map<String, Object> content() {
    return map(
        "apiVersion",
        "kustomize.config.k8s.io/v1beta1",
        "kind",
        "Kustomization",
        "resources",
        resources,
        "configurations",
        List.of("names.yaml"),
        "configMapGenerator",
        List.of(
            map("name", names.graphFile(), "files", List.of("graph.yaml")),
            map("name", names.settings(), "literals", literals())),
        "images",
        List.of(image("ghcr.io/octograph/router"), image("ghcr.io/octograph/worker")));
  }

  private List<String> literals() {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .toList();
  }

  private static Map<String, Object> image(String name) {
    return map("name", name, "newTag", VERSION);
  }

  private static String references() {
    String spec = "spec/template/spec/";
    return YamlText.of(
        map(
            "nameReference",
            List.of(
                map(
                    "kind", "ConfigMap",
                    "version", "v1",
                    "fieldSpecs",
                        List.of(
                            field(spec + "volumes/configMap/name"),
                            field(spec + "containers/env/valueFrom/configMapKeyRef/name"))))));
  }

  private static Map<String, Object> field(String path) {
    return map("group", "serving.knative.dev", "kind", "Service", "path", path);
  }
}
