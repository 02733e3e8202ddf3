package io.octograph.function;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be set, under one prefix. As an environment variable a key is written in capitals with
 * underscores: {@code octograph.graph} is {@code OCTOGRAPH_GRAPH}.
 */
@ConfigMapping(prefix = "octograph")
public interface OctographConfig {
  /**
   * The graph: the path of its file, or the name of a ready graph ({@code mmlu}, {@code starter},
   * {@code agent}).
   */
  @WithDefault("mmlu")
  String graph();

  /** The folder of the models; a graph's {@code models/octopus-135m} lies in it. */
  @WithDefault("models")
  Path models();

  /** The nodes that a worker function serves; all of the graph where none is named. */
  Optional<List<String>> nodes();

  /** Which doors are open: {@code all}, {@code http} or {@code events}. */
  @WithDefault("all")
  OpenDoors doors();

  /**
   * How long a step of a walk stays a process's own after it was last heard of, 30 milliseconds or
   * more: so long the step waits when the process dies, and so soon must Redis be back while it
   * works.
   */
  @WithDefault("10s")
  Duration lease();

  /** What is kept of walks. */
  Store store();

  /** Walks by events. */
  Events events();

  /** Where walks are kept. */
  Redis redis();

  /** What a request may ask for. */
  Limits limits();

  /** How models in this process are run. */
  Engine engine();

  /** Which doors of a function are open. */
  enum OpenDoors {
    /** Both, for one process on one machine. */
    ALL,
    /** Requests, for the public. */
    HTTP,
    /** Events, ticks and dead letters; for the cluster. */
    EVENTS
  }

  /** What is kept of walks. */
  interface Store {
    /** How long walks are kept after their end, and outcomes of calls: one minute to 30 days. */
    @WithDefault("24h")
    Duration walks();
  }

  /** Walks by events. */
  interface Events {
    /** Events that are handled at the same time; one more is refused with 429. */
    @WithDefault("64")
    int inFlight();
  }

  /** Where walks are kept. */
  interface Redis {
    /**
     * The address of Redis, {@code redis://user:password@host:port} ({@code rediss://} for TLS); of
     * a cluster several, parted by commas. Without one they are kept in memory, which serves one
     * process.
     */
    Optional<String> url();
  }

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

    /**
     * Threads of one run; those that the machine's processors or the container's CPU limit allow
     * where none is given (a limit of 1.5 is two).
     */
    Optional<Integer> threads();

    /** Whether the threads of a run wait for each other by spinning until it ends. */
    @WithDefault("true")
    boolean spinning();

    /** Requests that may use a model at the same time; what is theirs is run together. */
    @WithDefault("16")
    int concurrency();

    /** Requests that may wait for a model; one more is refused with 429 and Retry-After. */
    @WithDefault("64")
    int queue();

    /** Sequences of one run at most; no more than the model's graph has are used. */
    @WithDefault("4")
    int lanes();

    /** Whether rewrites are drafted from the query; their text is the same without. */
    @WithDefault("true")
    boolean speculation();

    /**
     * Whether a decision that no rewrite follows may be made after the model's lower layers, by
     * masters that have a reader there (docs/adr/0014).
     */
    @WithDefault("true")
    boolean early();

    /** Computed prefixes (system prompts, heads of templates) that are kept. */
    @WithDefault("32")
    int prefixes();
  }
}
