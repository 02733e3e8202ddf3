package io.octograph.graph;

import java.util.List;
import java.util.Set;

/** The fields of the graph file. The JSON Schema has the same ones; a test compares them. */
final class Format {
  static final List<String> GRAPH =
      List.of("graph", "version", "entry", "workers", "nodes", "limits");
  static final List<String> WORKERS = List.of("url");
  static final List<String> LIMITS = List.of("hops", "calls", "deadline", "cost");
  static final List<String> MASTER =
      List.of(
          "master",
          "description",
          "model",
          "adapter",
          "edges",
          "default",
          "min-probability",
          "combine");
  static final List<String> WORKER =
      List.of(
          "worker",
          "description",
          "prompt-style",
          "system-prompt",
          "endpoints",
          "rewrite",
          "fallback",
          "timeout",
          "price",
          "scale",
          "edges",
          "master",
          "functions",
          "model",
          "adapter");
  static final List<String> ENDPOINT = List.of("url", "model", "api-key", "weight", "parameters");
  static final List<String> PRICE = List.of("input", "output");
  static final List<String> SCALE = List.of("min", "max", "target", "metric");
  static final List<String> FUNCTION =
      List.of("token", "name", "docstring", "parameters", "action");
  static final List<String> ACTION = List.of("method", "url", "api-key");
  static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Names that mean something else where a node's name may stand. */
  static final Set<String> RESERVED = Set.of("octograph", "headings", "embedded", "none", "finish");

  /** Fields from which the edges of the graph follow. */
  static final Set<String> SHAPE =
      Set.of("entry", "nodes", "master", "worker", "edges", "default", "fallback", "combine");

  private Format() {}
}
