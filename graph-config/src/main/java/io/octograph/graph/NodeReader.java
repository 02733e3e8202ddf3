package io.octograph.graph;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one node of the list of nodes. */
final class NodeReader {
  private static final Pattern ADAPTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String ADAPTER_RULE =
      "Write the name of a folder in the model's folder adapters: letters, digits, \"-\", \"_\" and"
          + " \".\", e.g. mmlu.";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final double MOST_PRICE = 1e6;
  private static final int MOST_INSTANCES = 1000;
  private static final int MOST_TARGET = 1_000_000;

  private final Reading reading;
  private final EndpointReader endpoints = new EndpointReader();
  private final FunctionReader functions;

  NodeReader(Reading reading) {
    this.reading = reading;
    this.functions = new FunctionReader(reading);
  }

  /**
   * @param taken names of the nodes before this one
   * @return nothing where not even the kind and name of the node can be read
   */
  Optional<Node> read(Yaml yaml, Set<String> taken) {
    if (!(yaml instanceof Yaml.Mapping mapping)
        || !(mapping.has("worker") || mapping.has("master"))) {
      reading.report().shapeUnknown();
      reading
          .report()
          .add(
              yaml.line(),
              Optional.empty(),
              yaml instanceof Yaml.Mapping
                  ? "This node is neither a master nor a worker."
                  : "A node here is %s, not a mapping of fields.".formatted(Fields.kind(yaml)),
              "Begin it with - worker: NAME, or - master: NAME.");
      return Optional.empty();
    }
    String kind = mapping.has("worker") ? "worker" : "master";
    Fields fields = fields(mapping, kind);
    String name = fields.required(kind, kind.equals("worker") ? "math_gpt" : "entry");
    if (name.isBlank()) {
      return Optional.empty();
    }
    checkName(fields, kind, name, taken);
    return Optional.of(kind.equals("worker") ? worker(name, fields) : master(name, fields));
  }

  private Fields fields(Yaml.Mapping mapping, String kind) {
    Optional<String> name =
        mapping.entries().stream()
            .filter(entry -> entry.key().equals(kind))
            .map(Yaml.Entry::value)
            .filter(Yaml.Text.class::isInstance)
            .map(value -> Fields.clip(((Yaml.Text) value).value()))
            .filter(value -> !value.isBlank())
            .findFirst();
    String title = name.map(found -> "the %s %s".formatted(kind, found)).orElse("the " + kind);
    List<String> known = kind.equals("worker") ? Format.WORKER : Format.MASTER;
    String path = Lines.path("nodes", name.orElse("?"));
    return reading.fields(mapping, new Reading.Part(path, title, name, known));
  }

  private void checkName(Fields fields, String kind, String name, Set<String> taken) {
    if (!Values.name(name)) {
      fields.problem(kind, "\"" + Fields.clip(name) + "\" is no name.", Values.NAME_RULE);
    } else if (Format.RESERVED.contains(name)) {
      fields.problem(kind, "The name \"" + name + "\" has another meaning.", "Take another name.");
    }
    if (taken.contains(name)) {
      int first = reading.lines().of("nodes", name, "worker");
      int line = Math.min(first, reading.lines().of("nodes", name, "master"));
      fields.problem(
          kind,
          "The name %s is given a second time; the first is in line %d.".formatted(name, line),
          "Give each node a name of its own.");
    }
  }

  private Master master(String name, Fields fields) {
    String model = fields.required("model", "models/octopus-135m");
    return new Master(
        name,
        fields.text("description").orElse(""),
        model,
        adapter(fields),
        fields.names("edges"),
        fields.text("default"),
        fields.decimal("min-probability", 0, 0, 1),
        fields
            .text("combine")
            .filter(word -> !word.equals("headings"))
            .<Combine>map(ByWorker::new)
            .orElse(new Headings()));
  }

  private Worker worker(String name, Fields fields) {
    List<Function> called = functions.read(fields, Lines.path("nodes", name));
    Endpoints where = endpoints.read(fields, reading, name, !called.isEmpty());
    Optional<String> model = fields.text("model");
    checkModel(fields, model, where, !called.isEmpty());
    return new Worker(
        name,
        fields.text("description").orElse(""),
        fields.text("prompt-style").orElse(""),
        fields.text("system-prompt").orElse(""),
        where,
        Rewrite.valueOf(upper(fields.choice("rewrite", words(Rewrite.values()), "replace"))),
        fields.names("fallback"),
        Values.duration(fields, "timeout", TIMEOUT),
        fields
            .part("price", "the field price", Format.PRICE)
            .map(NodeReader::price)
            .orElse(Price.FREE),
        fields
            .part("scale", "the field scale", Format.SCALE)
            .map(NodeReader::scale)
            .orElse(Scale.DEFAULT),
        fields.names("edges"),
        fields.text("master"),
        called,
        model,
        adapter(fields));
  }

  private static void checkModel(
      Fields fields, Optional<String> model, Endpoints where, boolean agent) {
    if (agent && !fields.has("model")) {
      fields.problem(
          "functions",
          "A node with functions needs a model that chooses among them.",
          "Add model: models/octopus-135m and the adapter that knows their tokens.");
    }
    if (!agent && fields.has("model") && where instanceof Upstreams) {
      fields.problem(
          "model",
          "The field model has no effect beside endpoints.",
          "Move it into each endpoint: endpoints: [{url: …, model: …}].");
    }
    if (fields.has("adapter") && !fields.has("model")) {
      fields.problem(
          "adapter",
          "The field adapter has no effect without a model.",
          "Add model, or remove it.");
    }
    if (model.filter(String::isBlank).isPresent()) {
      fields.problem("model", "model is empty.", "Write a folder, e.g. models/octopus-135m.");
    }
  }

  private static Optional<String> adapter(Fields fields) {
    Optional<String> adapter = fields.text("adapter");
    if (adapter.isPresent() && !ADAPTER.matcher(adapter.get()).matches()) {
      fields.problem(
          "adapter",
          "adapter is \"" + Fields.clip(adapter.get()) + "\", which is no name of one.",
          ADAPTER_RULE);
    }
    return adapter;
  }

  private static Price price(Fields price) {
    return new Price(
        price.decimal("input", 0, 0, MOST_PRICE), price.decimal("output", 0, 0, MOST_PRICE));
  }

  private static Scale scale(Fields fields) {
    Scale otherwise = Scale.DEFAULT;
    String metric = fields.choice("metric", words(Metric.values()), "concurrency");
    int min = fields.whole("min", otherwise.min(), 0, MOST_INSTANCES);
    int max = fields.whole("max", Math.max(min, otherwise.max()), 1, MOST_INSTANCES);
    int target = fields.whole("target", otherwise.target(), 1, MOST_TARGET);
    if (min > max) {
      fields.problem(
          "min", "min is %d, more than max, %d.".formatted(min, max), "Lower min, or raise max.");
    }
    if (metric.equals("memory") && min == 0) {
      fields.problem(
          "metric",
          "metric: memory cannot wake a node that has no instance, and min is 0.",
          "Write min: 1, or scale by concurrency or rps.");
    }
    return new Scale(min, max, target, Metric.valueOf(upper(metric)));
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
