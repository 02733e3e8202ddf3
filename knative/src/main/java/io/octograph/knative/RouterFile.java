package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import io.octograph.graph.Graph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The router's three Services, of one image, and what binds them to the Broker. */
record RouterFile(Graph graph, List<Variable> variables, Names names) {
  /** A decision and its rewrite, behind a queue of others. */
  private static final Duration EVENT = Duration.ofSeconds(60);

  List<Manifest> services() {
    return List.of(
        service(
            names.router(),
            "router",
            "http",
            Pod.seconds(graph.limits().deadline()),
            Scaling.concurrency(0, 10, 16),
            """
            The public door: REST and the OpenAI API. A request stays open while its workers answer, so
            an instance takes many; its engine has a queue of its own and refuses beyond it (429)."""),
        service(
            names.routerEvents(),
            "router-events",
            "events",
            Pod.seconds(EVENT),
            Scaling.concurrency(0, 10, 8),
            """
            The event door: queries, results, failures, ticks. The tick keeps one instance awake while
            the graph is deployed, and with it a loaded master."""),
        service(
            names.deadLetter(),
            "dead-letter",
            "events",
            Pod.seconds(EVENT),
            Scaling.concurrency(0, 3, 16),
            """
            What the Broker could not deliver: it becomes the fallback node's call, or a failure that a
            person understands. A Service of its own, so that a router in trouble cannot lose it."""));
  }

  List<Manifest> bindings() {
    List<Manifest> bindings = new ArrayList<>();
    for (String service : List.of(names.router(), names.routerEvents(), names.deadLetter())) {
      bindings.add(
          Manifest.of(
              "",
              map(
                  "apiVersion",
                  "sources.knative.dev/v1",
                  "kind",
                  "SinkBinding",
                  "metadata",
                  map("name", service, "labels", Labels.of(graph.name(), "router-events")),
                  "spec",
                  map(
                      "subject", map("apiVersion", Pod.SERVING, "kind", "Service", "name", service),
                      "sink", BrokerFile.ref(names)))));
    }
    return bindings;
  }

  List<Manifest> triggers() {
    Duration timeout = Duration.ofSeconds(Pod.seconds(EVENT)).plusSeconds(5);
    return new Triggers(graph.name(), graph.limits().deadline(), names)
        .router(Delivery.within(graph.limits().deadline(), timeout));
  }

  private Manifest service(
      String name,
      String role,
      String doors,
      long seconds,
      Map<String, Object> scaling,
      String comment) {
    List<Object> env = new ArrayList<>();
    env.add(Pod.value("OCTOGRAPH_DOORS", doors));
    env.add(Pod.value("OCTOGRAPH_WORKER_URL", names.workerUrl()));
    env.addAll(Pod.env(names, variables));
    Map<String, Object> labels = Labels.of(graph.name(), role);
    return Manifest.of(
        comment,
        map(
            "apiVersion",
            Pod.SERVING,
            "kind",
            "Service",
            "metadata",
            map(
                "name",
                name,
                "labels",
                doors.equals("http") ? labels : Labels.local(labels),
                "annotations",
                map("octograph.io/graph", graph.name())),
            "spec",
            map(
                "template",
                Pod.router(names, role, seconds)
                    .template(scaling, Labels.of(graph.name(), role), env))));
  }
}
