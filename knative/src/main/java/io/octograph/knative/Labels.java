package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.util.Map;

/** Labels by which network policies, overlays and people find objects. */
final class Labels {
  private Labels() {}

  static Map<String, Object> of(String graph, String role) {
    return map(
        "app.kubernetes.io/part-of", "octograph",
        "octograph.io/graph", graph,
        "octograph.io/role", role);
  }

  static Map<String, Object> worker(String graph, String node) {
    Map<String, Object> labels = of(graph, "worker");
    labels.put("octograph.io/node", node);
    return labels;
  }

  /** No address outside the cluster leads there. */
  static Map<String, Object> local(Map<String, Object> labels) {
    labels.put("networking.knative.dev/visibility", "cluster-local");
    return labels;
  }
}
