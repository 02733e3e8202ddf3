package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import io.octograph.graph.Embedded;
import io.octograph.graph.Graph;
import io.octograph.graph.Metric;
import io.octograph.graph.Upstreams;
import io.octograph.graph.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The manifests of one worker: its share of the graph, its Service and its Trigger. */
record WorkerFile(Graph graph, GraphTree tree, Names names) {

  List<Manifest> of(Worker node) {
    GraphTree share = Shares.worker(tree, node.name());
    long seconds = Pod.seconds(node.timeout());
    Delivery delivery =
        Delivery.within(graph.limits().deadline(), Duration.ofSeconds(seconds).plusSeconds(5));
    return List.of(
        config(node.name(), share),
        service(node, seconds, Variables.of(share)),
        new Triggers(graph.name(), graph.limits().deadline(), names).worker(node.name(), delivery));
  }

  private Manifest config(String node, GraphTree share) {
    return Manifest.of(
        """
        What this worker needs of the graph. Its name has no hash: a running worker reads a changed
        file again by itself, and no instance has to start for it.""",
        map(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            map("name", names.worker(node), "labels", Labels.worker(graph.name(), node)),
            "data",
            map("graph.yaml", share.yaml())));
  }

  private Manifest service(Worker node, long seconds, List<Variable> variables) {
    Pod pod =
        new Pod(
            "worker",
            "ghcr.io/octograph/worker",
            8081,
            "octograph-worker",
            names.worker(node.name()),
            resources(node),
            seconds);
    List<Object> env = new ArrayList<>();
    env.add(Pod.value("OCTOGRAPH_NODES", node.name()));
    env.addAll(Pod.env(names, variables));
    Map<String, Object> labels = Labels.worker(graph.name(), node.name());
    if (callsOut(node)) {
      labels.put("octograph.io/calls-out", "true");
    }
    return Manifest.of(
        Scaling.reason(node.scale()),
        map(
            "apiVersion",
            Pod.SERVING,
            "kind",
            "Service",
            "metadata",
            map(
                "name", names.worker(node.name()),
                "labels", Labels.local(Labels.worker(graph.name(), node.name())),
                "annotations",
                    map("octograph.io/graph", graph.name(), "octograph.io/node", node.name())),
            "spec",
            map("template", pod.template(Scaling.of(node.scale()), labels, env))));
  }

  private static Resources resources(Worker node) {
    boolean ownModel = node.endpoints() instanceof Embedded;
    Resources usual = ownModel ? Resources.MODEL : Resources.PROXY;
    return node.scale().metric() == Metric.MEMORY ? usual.forMemory(node.scale().target()) : usual;
  }

  /** Whether it speaks to addresses that are not Octograph's. */
  static boolean callsOut(Worker node) {
    return node.endpoints() instanceof Upstreams || !node.functions().isEmpty();
  }
}
