package io.octograph.benchmark;

/** The lowest and the highest of a figure's rounds. */
record Range(double low, double high) {
  boolean spans(double bound) {
    return low < bound && bound < high;
  }

  String text() {
    return Figure.number(low) + " to " + Figure.number(high);
  }
}
