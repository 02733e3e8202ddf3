package io.octograph.graph;

/** One answer after the other, each under a heading with its node's name. */
public record Headings() implements Combine {}
