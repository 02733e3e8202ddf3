package io.octograph.benchmark;

/** Whether a figure reaches its aim. */
enum Verdict {
  MET,
  MISSED,
  /** The rounds lie on both sides of the bound and the figure is close to it. */
  UNDECIDED
}
