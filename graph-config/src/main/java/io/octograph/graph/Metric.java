package io.octograph.graph;

/** What a node is scaled by: requests in flight, requests per second, or memory. */
public enum Metric {
  CONCURRENCY,
  RPS,
  MEMORY
}
