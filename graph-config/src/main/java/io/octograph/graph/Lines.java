package io.octograph.graph;

import java.util.HashMap;
import java.util.Map;

/** Where each part of a graph stands in its file, by path, e.g. {@code math_gpt/edges/0}. */
final class Lines {
  /** For graphs that come from no file. */
  static final Lines NONE = new Lines();

  private final Map<String, Integer> lines = new HashMap<>();

  static String path(Object... parts) {
    StringBuilder path = new StringBuilder();
    for (Object part : parts) {
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
    return path.toString();
  }

  /** The first line that a path is put with stays. */
  void put(String path, int line) {
    lines.putIfAbsent(path, line);
  }

  boolean has(Object... parts) {
    return lines.containsKey(path(parts));
  }

  /** The line of that part, else of what it stands in, else 0. */
  int of(Object... parts) {
    String path = path(parts);
    while (!lines.containsKey(path) && path.contains("/")) {
      path = path.substring(0, path.lastIndexOf('/'));
    }
    return lines.getOrDefault(path, 0);
  }
}
