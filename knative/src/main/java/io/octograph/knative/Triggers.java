package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Triggers of a graph's Broker. */
record Triggers(String graph, Duration deadline, Names names) {
  private static final String EVENTING = "eventing.knative.dev/v1";

  /** Calls of one node to its worker. */
  Manifest worker(String node, Delivery delivery) {
    return Manifest.of(
        """
        %s
        The timeout of an attempt is a little longer than the Service's. What fails for good goes to
        the dead-letter function, which asks the fallback node."""
            .formatted(delivery.reason(deadline)),
        map(
            "apiVersion",
            EVENTING,
            "kind",
            "Trigger",
            "metadata",
            map("name", names.worker(node), "labels", Labels.worker(graph, node)),
            "spec",
            map(
                "broker", names.broker(),
                "filter",
                    map(
                        "attributes",
                        map("type", "io.octograph.call", "graph", graph, "node", node)),
                "subscriber", Manifest.ref(Pod.SERVING, "Service", names.worker(node)),
                "delivery", delivery.spec(names))));
  }

  /** Everything that the router takes. */
  List<Manifest> router(Delivery delivery) {
    return List.of(
        router(
            "query",
            """
            Every query: whoever posts to this Broker means its graph, and one that names another gets
            an answer that says so. Its deadline begins when the router takes it, and what is lost
            before is lost without a word: as many retries as there can be.""",
            List.of(exact("type", "io.octograph.query")),
            Delivery.longest(delivery.timeout())),
        router(
            "result",
            "Answers of the workers.",
            List.of(exact("type", "io.octograph.result"), exact("graph", graph)),
            delivery),
        router(
            "failed",
            "Failures of the workers. One without a node is the end of a walk, and for others.",
            List.of(
                exact("type", "io.octograph.failed"),
                exact("graph", graph),
                map("cesql", "EXISTS node")),
            delivery),
        router(
            "tick",
            """
            The clock that ends overdue walks. A PingSource cannot choose its type, so the router takes
            Knative's beside our own. The next tick makes up for a lost one: few retries.""",
            List.of(
                map(
                    "any",
                    List.of(
                        exact("type", "io.octograph.tick"),
                        exact("type", "dev.knative.sources.ping")))),
            new Delivery(2, delivery.timeout())));
  }

  private Manifest router(String what, String comment, List<Object> filters, Delivery delivery) {
    return Manifest.of(
        comment,
        map(
            "apiVersion",
            EVENTING,
            "kind",
            "Trigger",
            "metadata",
            map("name", names.of(what), "labels", Labels.of(graph, "router-events")),
            "spec",
            map(
                "broker", names.broker(),
                "filters", filters,
                "subscriber", Manifest.ref(Pod.SERVING, "Service", names.routerEvents()),
                "delivery", delivery.spec(names))));
  }

  private static Map<String, Object> exact(String attribute, String value) {
    return map("exact", map(attribute, value));
  }
}
