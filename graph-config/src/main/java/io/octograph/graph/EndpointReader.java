package io.octograph.graph;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the field {@code endpoints} of a worker. */
final class EndpointReader {
  private static final String EXAMPLE =
      "endpoints: [{url: \"http://localhost:8000/v1\", model: m}]";
  private static final URI STAND_IN = URI.create("http://localhost");
  private static final int MOST_WEIGHT = 1000;

  /**
   * @param agent a node with functions has no endpoints: its own model chooses
   */
  Endpoints read(Fields worker, Reading reading, String node, boolean agent) {
    if (agent) {
      worker
          .yaml("endpoints")
          .ifPresent(
              written ->
                  worker.problem(
                      "endpoints",
                      "endpoints is %s, which has no effect beside functions."
                          .formatted(Fields.kind(written)),
                      "Remove it, or the functions; who answers after them is another worker."));
    }
    return switch (worker.yaml("endpoints").orElse(null)) {
      case null -> {
        if (!worker.has("functions")) {
          worker.problem(
              "endpoints",
              "The field \"endpoints\" is missing in the worker %s.".formatted(node),
              "Add endpoints: embedded, or " + EXAMPLE + ".");
        }
        yield new Embedded();
      }
      case Yaml.Text text -> {
        if (!text.value().equals("embedded")) {
          worker.problem(
              "endpoints",
              "endpoints is %s.".formatted(Fields.kind(text)),
              "Write endpoints: embedded, or " + EXAMPLE + ".");
        }
        yield new Embedded();
      }
      case Yaml yaml -> upstreams(worker, yaml, reading, node);
    };
  }

  private static Endpoints upstreams(Fields worker, Yaml yaml, Reading reading, String node) {
    List<Yaml> items = worker.list("endpoints", EXAMPLE + ", with brackets around even one.");
    if (yaml instanceof Yaml.Sequence && items.isEmpty()) {
      worker.problem(
          "endpoints", "The list endpoints is empty.", "Write embedded, or " + EXAMPLE + ".");
    }
    List<Endpoint> list = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String path = Lines.path("nodes", node, "endpoints", i);
      String title = "endpoint %d of %s".formatted(i + 1, node);
      Reading.Part part = new Reading.Part(path, title, Optional.of(node), Format.ENDPOINT);
      list.add(endpoint(reading.fields(items.get(i), part)));
    }
    return list.isEmpty() ? new Embedded() : new Upstreams(list);
  }

  private static Endpoint endpoint(Fields fields) {
    String example = "http://localhost:8000/v1";
    Optional<URI> url = Optional.empty();
    if (fields.has("url")) {
      url = Values.base(fields, "url", example);
    } else {
      fields.required("url", example);
    }
    String model = fields.required("model", "math-lora");
    int weight = fields.whole("weight", 1, 1, MOST_WEIGHT);
    return new Endpoint(
        url.orElse(STAND_IN),
        model,
        fields.secret("api-key"),
        weight,
        Values.parameters(fields, "parameters"));
  }
}
