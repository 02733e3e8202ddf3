package io.octograph.knative;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.graph.Metric;
import io.octograph.graph.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.yaml.snakeyaml.nodes.MappingNode;

/** What an operator has to know of one rendering, or to do for it. */
record Notes(Graph graph, GraphTree tree, Names names) {
  private static final int SHOWN = 10;

  List<String> of(List<Variable> secrets, SortedMap<String, String> settings) {
    List<String> notes = new ArrayList<>();
    if (!secrets.isEmpty()) {
      notes.add(
          """
          The Secret %s is yours to make: fill a copy of graph/secrets.example.env, then \
          kubectl -n octograph create secret generic %s --from-env-file=COPY."""
              .formatted(names.secrets(), names.secrets()));
    }
    Collection<String> open = Kustomization.open(settings);
    if (!open.isEmpty()) {
      notes.add(
          "Give values in the overlay (configMapGenerator %s, behavior: merge) to: %s."
              .formatted(names.settings(), shown(open)));
    }
    workers(notes);
    timeouts(notes);
    if (graph.workerList().stream().anyMatch(node -> node.scale().metric() == Metric.MEMORY)) {
      notes.add("Scaling by memory needs Knative's serving-hpa and the metrics server.");
    }
    return notes;
  }

  private void workers(List<String> notes) {
    if (GraphTree.value(tree.root(), "workers") instanceof MappingNode workers) {
      String url = GraphTree.text(workers, "url");
      if (!url.contains("${" + GraphReader.WORKER_URL)) {
        notes.add(
            """
            The graph's workers.url is %s: the public door calls workers there, and not those \
            rendered here. For these write ${%s:…}."""
                .formatted(url, GraphReader.WORKER_URL));
      }
    }
  }

  private void timeouts(List<String> notes) {
    Duration most = Duration.ofSeconds(Pod.LONGEST - Pod.START_SECONDS);
    List<String> slow = new ArrayList<>();
    for (Worker worker : graph.workerList()) {
      if (worker.timeout().compareTo(most) > 0) {
        slow.add(worker.name());
      }
    }
    if (graph.limits().deadline().compareTo(most) > 0) {
      slow.add("limits.deadline");
    }
    if (!slow.isEmpty()) {
      notes.add(
          "Knative ends a request after %d s, of which a start may take %d; these want longer: %s."
              .formatted(Pod.LONGEST, Pod.START_SECONDS, shown(slow)));
    }
  }

  private static String shown(Collection<String> names) {
    String first = String.join(", ", names.stream().limit(SHOWN).toList());
    int more = names.size() - SHOWN;
    return more > 0 ? "%s and %,d more".formatted(first, more) : first;
  }
}
