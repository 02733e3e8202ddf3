package io.octograph.graph;

/** How the answers of parallel calls become one answer. */
public sealed interface Combine permits Headings, ByWorker {}
