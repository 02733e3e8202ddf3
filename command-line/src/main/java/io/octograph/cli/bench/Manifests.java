package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.knative.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What {@code ./octograph render} and kustomize make of a graph, and Triggers for the rig's own
 * subscribers.
 *
 * @param files for the broker
 * @param broker namespace and name of the graph's Broker, with a slash between
 * @param routers names of the Services that are the router's image
 * @param workers the Services of the nodes
 */
record Manifests(List<Path> files, String broker, List<String> routers, List<NodeService> workers) {
  /** The Service of a node. */
  record NodeService(String node, String name) {}

  /** The collector's host. */
  static final String COLLECTOR = "collector.bench.test";

  /** The host of a subscriber that does nothing. */
  static final String NOOP = "noop.bench.test";

  /** The type of the events that it takes. */
  static final String IDLE = "octograph.bench.idle";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Renders a graph into the folder {@code manifests} beside it, for the overlay {@code local}. */
  static Manifests render(String graph, Path folder, Path kustomize)
      throws IOException, InterruptedException {
    var rendered = folder.resolve("manifests");
    Renderer.render(graph, "graph.yaml").writeTo(rendered);
    var all = folder.resolve("manifests.yaml");
    run(all, List.of(kustomize.toString(), "build", rendered.resolve("overlays/local").toString()));
    var objects = objects(all);
    var broker = objects.stream().filter(is("Broker")).findFirst().orElseThrow();
    var namespace = broker.at("/metadata/namespace").asText("default");
    var services = objects.stream().filter(is("Service").and(Manifests::serving)).toList();
    var subscriber =
        Files.writeString(folder.resolve("bench.yaml"), subscribers(namespace, name(broker)));
    return new Manifests(
        List.of(all, subscriber),
        namespace + "/" + name(broker),
        services.stream().filter(each -> node(each).isEmpty()).map(Manifests::name).toList(),
        services.stream()
            .filter(each -> !node(each).isEmpty())
            .map(each -> new NodeService(node(each), name(each)))
            .toList());
  }

  /** The node that a Service serves; empty for a router. */
  private static String node(JsonNode service) {
    for (var set : service.at("/spec/template/spec/containers/0/env")) {
      if (set.path("name").asText().equals("OCTOGRAPH_NODES")) {
        return set.path("value").asText();
      }
    }
    return "";
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  private static List<JsonNode> objects(Path file) throws IOException {
    try (var text = Files.newBufferedReader(file)) {
      var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      return StreamSupport.stream(yaml.loadAll(text).spliterator(), false)
          .map(each -> (JsonNode) JSON.valueToTree(each))
          .toList();
    }
  }

  private static Predicate<JsonNode> is(String kind) {
    return each -> each.path("kind").asText().equals(kind);
  }

  private static boolean serving(JsonNode object) {
    return object.path("apiVersion").asText().startsWith("serving.knative.dev/");
  }

  private static String subscribers(String namespace, String broker) {
    return """
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata: {name: collector, namespace: %1$s}
        spec:
          broker: %2$s
          filters:
            - cesql: "type = 'io.octograph.answer' OR (type = 'io.octograph.failed' AND NOT EXISTS node)"
          subscriber: {uri: "http://%3$s/"}
          delivery: {retry: 5, backoffPolicy: exponential, backoffDelay: PT0.2S, timeout: PT30S}
        ---
        apiVersion: eventing.knative.dev/v1
        kind: Trigger
        metadata: {name: noop, namespace: %1$s}
        spec:
          broker: %2$s
          filter: {attributes: {type: %4$s}}
          subscriber: {uri: "http://%5$s/"}
        """
        .formatted(namespace, broker, COLLECTOR, IDLE, NOOP);
  }

  /**
   * What SinkBindings inject into the router's event door.
   *
   * @param local the program {@code knative-local} with the broker's address
   */
  Map<String, String> bound(List<String> local) throws IOException, InterruptedException {
    var command = new ArrayList<>(local);
    command.add("--bindings");
    files.forEach(file -> command.add(file.toString()));
    var out = files.getFirst().resolveSibling("bindings.json");
    run(out, command);
    for (var binding : JSON.readTree(out.toFile())) {
      if (binding.at("/subject/name").asText().endsWith("-router-events")) {
        var bound = new HashMap<String, String>();
        binding
            .path("env")
            .properties()
            .forEach(set -> bound.put(set.getKey(), set.getValue().asText()));
        return bound;
      }
    }
    throw new BenchFailed("No SinkBinding is for the router's event door; see " + out + ".");
  }

  private static void run(Path out, List<String> command) throws IOException, InterruptedException {
    var errors = out.resolveSibling(out.getFileName() + ".err");
    var process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new BenchFailed(String.join(" ", command) + " failed: " + Files.readString(errors));
    }
  }
}
