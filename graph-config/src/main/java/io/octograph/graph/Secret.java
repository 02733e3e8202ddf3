package io.octograph.graph;

import java.util.Objects;

/** A value that is never printed: logs, messages and test reports show {@code ***}. */
public record Secret(String value) {
  public Secret {
    Objects.requireNonNull(value, "A secret needs a value.");
  }

  @Override
  public String toString() {
    return "***";
  }
}
