package io.octograph.benchmark;

/**
 * How often each thing is measured.
 *
 * @param warm decisions before anything is measured
 * @param decisions of each length of query at each number of clients
 * @param load decisions with rewrites at each number of clients
 * @param beside of these, how many rewrites llama.cpp decodes too
 * @param rounds in which our runs and llama.cpp's take turns
 * @param prefills of each length in a round
 * @param decodes tokens in a round
 * @param loops milliseconds of each inner loop; 0 leaves them out
 */
record Effort(
    int warm,
    int decisions,
    int load,
    int beside,
    int rounds,
    int prefills,
    int decodes,
    int loops) {
  /** To compare. */
  static final Effort FULL = new Effort(60, 200, 120, 40, 8, 3, 48, 1000);

  /** To see that all is well, not to compare. */
  static final Effort QUICK = new Effort(10, 12, 12, 8, 2, 2, 16, 200);

  /** Each thing once. */
  static final Effort LEAST = new Effort(1, 1, 1, 1, 1, 1, 2, 0);

  /** In which of so many rounds the nth of {@code all} is. */
  static int round(int n, int all, int rounds) {
    return (int) ((long) n * Math.min(rounds, all) / all);
  }

  @Override
  public String toString() {
    return equals(FULL) ? "full" : equals(QUICK) ? "quick" : "least";
  }
}
