package io.octograph.benchmark;

import io.octograph.graph.Graph;

/** What is measured, with what it is asked and how often. */
record Subject(Rig rig, Graph graph, Queries queries, Effort effort) {}
