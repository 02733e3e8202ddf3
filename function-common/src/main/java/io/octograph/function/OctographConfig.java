package io.octograph.function;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What can be set, under one prefix. As an environment variable a key is written in capitals with
 * underscores: {@code octograph.graph} is {@code OCTOGRAPH_GRAPH}.
 */
@ConfigMapping(prefix = "octograph")
public interface OctographConfig {
  /**
   * The graph: the path of its file, or the name of a ready graph ({@code mmlu}, {@code starter}).
   */
  @WithDefault("mmlu")
  String graph();

  /** The folder of the models; a graph's {@code models/octopus-135m} lies in it. */
  @WithDefault("models")
  Path models();

  /** The nodes that a worker function serves; all of the graph where none is named. */
  Optional<List<String>> nodes();

  /** What a request may ask for. */
  Limits limits();

  /** How models in this process are run. */
  Engine engine();

  /** What a request may ask for. */
  interface Limits {
    /** Megabytes of a request's body, 1 to 60; a larger one is refused with 413. */
    @WithDefault("4")
    int bodyMegabytes();
  }

  /** How models in this process are run. */
  interface Engine {
    /** {@code cpu} or {@code cuda}; what is asked for, or an error. */
    @WithDefault("cpu")
    String device();

    /** Threads of one run; all processors of the machine or container where none is given. */
    Optional<Integer> threads();

    /** Requests that may use a model at the same time. */
    @WithDefault("1")
    int concurrency();

    /** Requests that may wait for a model; one more is refused with 429 and Retry-After. */
    @WithDefault("32")
    int queue();

    /** Computed prefixes (system prompts, heads of templates) that are kept. */
    @WithDefault("32")
    int prefixes();
  }
}
