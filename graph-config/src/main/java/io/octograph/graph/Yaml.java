package io.octograph.graph;

import java.util.List;

/** A YAML document as it was written: nothing resolved yet, each part with its line (from 1). */
sealed interface Yaml {
  int line();

  /**
   * A scalar.
   *
   * @param bare written without quotes, so that {@code 5} is a number and {@code true} a truth
   *     value
   */
  record Text(String value, boolean bare, int line) implements Yaml {}

  record Sequence(List<Yaml> items, int line) implements Yaml {}

  /**
   * @param entries in the order of the file, each key once
   */
  record Mapping(List<Entry> entries, int line) implements Yaml {
    boolean has(String key) {
      return entries.stream().anyMatch(entry -> entry.key.equals(key));
    }
  }

  record Entry(String key, int line, Yaml value) {}
}
