package io.octograph.graph;

import java.net.URI;

/** Fills the address template of the worker functions. */
final class WorkerAddress {
  static final String LOCAL = "http://localhost:8081";

  private WorkerAddress() {}

  /**
   * {@code {graph}} and {@code {node}} become the names. Host names allow no underscore, so there
   * (between the scheme and the first slash) an underscore becomes a hyphen.
   */
  static URI of(String template, String graph, String node) {
    int host = Math.max(0, template.indexOf("://") + 3);
    int slash = template.indexOf('/', host);
    int path = slash < 0 ? template.length() : slash;
    String authority = fill(template.substring(0, path), hyphens(graph), hyphens(node));
    String rest = fill(template.substring(path), graph, node);
    return URI.create((authority + rest).replaceFirst("/+$", ""));
  }

  /** Whether the template gives an http or https address for every name. */
  static boolean usable(String template) {
    try {
      return Values.base(of(template, "graph", "node").toString()).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String fill(String text, String graph, String node) {
    return text.replace("{graph}", graph).replace("{node}", node);
  }

  private static String hyphens(String name) {
    return name.replace('_', '-');
  }
}
