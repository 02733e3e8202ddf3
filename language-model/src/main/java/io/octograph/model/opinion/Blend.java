package io.octograph.model.opinion;

/**
 * How two opinions become one: a weighted sum of their log-probabilities, normalised (the
 * logarithmic opinion pool: Genest and Zidek, "Combining Probability Distributions", Statistical
 * Science 1986, section 3.3). The weights are fitted together, so they are the temperature too.
 *
 * @param own weight of the master, 0 or more
 * @param other weight of the second opinion, 0 or more
 */
public record Blend(double own, double other) {
  /** Below it a probability has no logarithm worth having. */
  private static final double LEAST = 1e-30;

  /** Checks the weights. */
  public Blend {
    if (!(own >= 0 && other >= 0 && own + other > 0 && Double.isFinite(own + other))) {
      throw new IllegalArgumentException(
          "The weights %s and %s are not both 0 or more with one above it; fit them again."
              .formatted(own, other));
    }
  }

  /**
   * The probabilities of both together.
   *
   * @param probabilities the master's, which need not sum to 1
   * @param opinion log-probabilities in the same order
   * @return with the sum of {@code probabilities}
   */
  public double[] of(double[] probabilities, double[] opinion) {
    var blended = new double[probabilities.length];
    double mass = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < blended.length; i++) {
      mass += probabilities[i];
      blended[i] = own * Math.log(Math.max(probabilities[i], LEAST)) + other * opinion[i];
      highest = Math.max(highest, blended[i]);
    }
    double total = 0;
    for (int i = 0; i < blended.length; i++) {
      blended[i] = Math.exp(blended[i] - highest);
      total += blended[i];
    }
    for (int i = 0; i < blended.length; i++) {
      blended[i] *= mass / total;
    }
    return blended;
  }
}
