package io.octograph.model;

/**
 * Logits of one position, before any softmax. Ids below the vocabulary's size are its tokens; those
 * from there on are the adapter's functional rows. A part that was not asked for is empty. The
 * arrays are the caller's, to keep and to write to.
 */
public record Logits(float[] vocabulary, float[] functional, int vocabularySize) {

  /** Which rows of the head a run computes: the vocabulary is by far the dearer one. */
  public enum Rows {
    NONE,
    VOCABULARY,
    FUNCTIONAL,
    ALL;

    boolean vocabulary() {
      return this == VOCABULARY || this == ALL;
    }

    boolean functional() {
      return this == FUNCTIONAL || this == ALL;
    }
  }

  /** The logit of an id; minus infinity where its part was not computed. */
  public float of(int id) {
    if (id < vocabularySize) {
      return id < vocabulary.length ? vocabulary[id] : Float.NEGATIVE_INFINITY;
    }
    int row = id - vocabularySize;
    return row < functional.length ? functional[row] : Float.NEGATIVE_INFINITY;
  }

  /** Sets the logit of an id, where its part was computed. */
  public void set(int id, float value) {
    if (id < vocabularySize) {
      if (id < vocabulary.length) {
        vocabulary[id] = value;
      }
    } else if (id - vocabularySize < functional.length) {
      functional[id - vocabularySize] = value;
    }
  }

  /** Below the likeliest by so much, a whole vocabulary weighs less than a hundredth of it. */
  private static final float NEGLIGIBLE = 16;

  /**
   * The log-probability of the likeliest token among those that the mask allows.
   *
   * @param likeliest its id; what lies far below it is not summed, since most of a vocabulary does
   */
  public double logProbability(int likeliest, TokenMask mask) {
    float highest = of(likeliest);
    double total = 0;
    for (int id = 0; id < size(); id++) {
      float below = of(id) - highest;
      if (below > -NEGLIGIBLE && mask.allows(id)) {
        total += Math.exp(below);
      }
    }
    return -Math.log(total);
  }

  /** One more than the highest id there is. */
  public int size() {
    return vocabularySize + functional.length;
  }
}
