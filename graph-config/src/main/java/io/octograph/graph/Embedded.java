package io.octograph.graph;

/** In the worker function itself: the base model without an adapter. */
public record Embedded() implements Endpoints {}
