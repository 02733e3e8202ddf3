package io.octograph.traversal;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import java.util.Optional;

/** The graphs of the tables. */
public final class Graphs {
  private static final String HEAD =
      """
      graph: table
      version: 3
      entry: entry
      nodes:
      """;

  private Graphs() {}

  /** A graph of these nodes, and limits as in {@code hops: 6, calls: 8}. */
  public static Graph of(String limits, String nodes) {
    var text = HEAD + nodes.strip().indent(2) + "limits: {" + limits + "}\n";
    return new GraphReader(name -> Optional.empty()).read(text, "table.yaml");
  }

  static String worker(String name, String more) {
    return "- {worker: %s, description: It answers., endpoints: embedded, model: m%s}\n"
        .formatted(name, more.isEmpty() ? "" : ", " + more);
  }

  static String master(String name, String edges, String more) {
    return "- {master: %s, model: m, edges: [%s]%s}\n"
        .formatted(name, edges, more.isEmpty() ? "" : ", " + more);
  }

  /**
   * Two levels, all of a walk's features: math goes on by its master, steps along its single edge,
   * physics has fallbacks, raw and prefixed their rewrite policies.
   */
  public static Graph wide(String limits) {
    return of(
        limits,
        master(
                "entry",
                "math, physics, steps, raw, prefixed, health, joined, general",
                "default: general, min-probability: 0.35")
            + master("health", "anatomy, virology", "")
            + master("joined", "anatomy, virology", "combine: writer")
            + worker(
                "math",
                "edges: [physics, general], master: entry, price: {input: 100, output: 100}")
            + worker("physics", "fallback: [general, raw], price: {input: 1000, output: 2000}")
            + worker("steps", "edges: [writer]")
            + worker("raw", "rewrite: off")
            + worker("prefixed", "rewrite: prefix")
            + worker("anatomy", "")
            + worker("virology", "")
            + worker("writer", "fallback: [general]")
            + worker("general", ""));
  }
}
