package io.octograph.graph;

/** Where a worker's model runs. */
public sealed interface Endpoints permits Embedded, Upstreams {}
