package io.octograph.knative;

import static io.octograph.knative.Manifest.map;

import io.octograph.graph.Graph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A graph's Broker, its clock, and the types of its events. */
record BrokerFile(Graph graph, Names names) {
  static Map<String, Object> ref(Names names) {
    return Manifest.ref("eventing.knative.dev/v1", "Broker", names.broker());
  }

  Manifest broker() {
    Delivery delivery = Delivery.within(graph.limits().deadline(), Duration.ofSeconds(Pod.LONGEST));
    Map<String, Object> spec = delivery.spec(names);
    // for Triggers of others: their dead copy of a call must not end the call itself
    spec.remove("deadLetterSink");
    return Manifest.of(
        """
        One Broker a graph, so that graphs cannot take each other's events or slow each other down.
        Without async-handler the in-memory channel answers a sender only when every subscriber has,
        with all retries: the router would wait for its own workers. The class cannot be changed
        later; the component kafka-broker is for a new one.""",
        map(
            "apiVersion",
            "eventing.knative.dev/v1",
            "kind",
            "Broker",
            "metadata",
            map(
                "name", names.broker(),
                "labels", Labels.of(graph.name(), "broker"),
                "annotations",
                    map(
                        "eventing.knative.dev/broker.class", "MTChannelBasedBroker",
                        "messaging.knative.dev/async-handler", "true")),
            "spec",
            map("delivery", spec)));
  }

  Manifest tick() {
    return Manifest.of(
        """
        Every quarter of a minute: so much later than its deadline does a walk end at most. It keeps
        an instance of the event door awake; so would one a minute.""",
        map(
            "apiVersion",
            "sources.knative.dev/v1",
            "kind",
            "PingSource",
            "metadata",
            map("name", names.of("tick"), "labels", Labels.of(graph.name(), "tick")),
            "spec",
            map(
                "schedule", "*/15 * * * * *",
                "contentType", "application/json",
                "data", "{}",
                "ceOverrides", map("extensions", map("graph", graph.name())),
                "sink", ref(names))));
  }

  List<Manifest> eventTypes() {
    String router = "/octograph/" + graph.name() + "/router";
    String worker = "/octograph/" + graph.name() + "/{node}";
    return List.of(
        eventType("query", "{source}", false, "In: a question for the graph."),
        eventType("call", router, true, "From the router to a worker: one call."),
        eventType("result", worker, true, "From a worker to the router: the answer to its call."),
        eventType("answer", router, false, "Out: the answer to a query; ends its walk."),
        eventType(
            "failed",
            "/octograph/" + graph.name() + "/{sender}",
            false,
            "With a node: a call failed for good. Without: out, a query has no answer, and why."),
        eventType("tick", "{source}", false, "Time went by: overdue walks end."));
  }

  private Manifest eventType(String what, String source, boolean node, String description) {
    boolean incoming = source.equals("{source}");
    List<Object> attributes = new ArrayList<>();
    attributes.add(attribute("specversion", true, "1.0"));
    attributes.add(attribute("type", true, "io.octograph." + what));
    attributes.add(attribute("id", true, incoming ? "{id}" : "{traversal}/{hop}/{index}"));
    attributes.add(attribute("source", true, source));
    attributes.add(attribute("graph", !incoming, graph.name()));
    if (node) {
      attributes.add(attribute("node", true, "{node}"));
    }
    if (!incoming) {
      attributes.add(attribute("traversal", true, "{traversal}"));
      attributes.add(attribute("graphversion", true, "{version}"));
      attributes.add(attribute("hop", true, "{hop}"));
    }
    if (!what.equals("tick")) {
      attributes.add(attribute("correlationid", false, "{correlationid}"));
      attributes.add(attribute("replyid", false, "{replyid}"));
    }
    return Manifest.of(
        "",
        map(
            "apiVersion",
            "eventing.knative.dev/v1beta3",
            "kind",
            "EventType",
            "metadata",
            map("name", names.of(what), "labels", Labels.of(graph.name(), "event-type")),
            "spec",
            map(
                "reference",
                    map(
                        "apiVersion", "eventing.knative.dev/v1",
                        "kind", "Broker",
                        "name", names.broker()),
                "description", description,
                "attributes", attributes)));
  }

  private static Map<String, Object> attribute(String name, boolean required, String value) {
    return map("name", name, "required", required, "value", value);
  }
}
