package io.octograph.model;

import java.util.Locale;

/** Where a model runs. Strict: what was asked for, or an error; never a silent fallback. */
public enum Device {
  CPU,
  CUDA;

  /** Reads {@code cpu} or {@code cuda}, in any case. */
  public static Device of(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "cpu" -> CPU;
      case "cuda" -> CUDA;
      default ->
          throw new IllegalArgumentException(
              "The device '%s' is not known. Use cpu or cuda.".formatted(name));
    };
  }
}
