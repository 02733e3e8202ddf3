package io.octograph.graph;

import java.util.Objects;

/** A worker reads all answers and writes one. */
public record ByWorker(String worker) implements Combine {
  public ByWorker {
    Objects.requireNonNull(worker, "Combining by a worker needs the worker's name.");
  }
}
