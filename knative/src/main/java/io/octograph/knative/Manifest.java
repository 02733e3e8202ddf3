package io.octograph.knative;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object of Kubernetes.
 *
 * @param comment why it is as it is, in lines
 * @param content its fields, in the order in which they are written
 */
record Manifest(List<String> comment, Map<String, Object> content) {
  Manifest {
    comment = List.copyOf(comment);
  }

  static Manifest of(String comment, Map<String, Object> content) {
    return new Manifest(comment.isEmpty() ? List.of() : comment.lines().toList(), content);
  }

  /** Keys and values in turn, in this order; a null value leaves its key out. */
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        map.put((String) keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return map;
  }

  /** A reference to another object. */
  static Map<String, Object> ref(String apiVersion, String kind, String name) {
    return map("ref", map("apiVersion", apiVersion, "kind", kind, "name", name));
  }
}
