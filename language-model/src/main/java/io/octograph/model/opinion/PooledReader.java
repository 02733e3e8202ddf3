package io.octograph.model.opinion;

/**
 * Reads a decision off the states of a whole text: the first state and the mean of all, side by
 * side, are scored by a row a node (multinomial logistic regression).
 *
 * @param rows [2 · width, nodes], one row after the other
 * @param bias [nodes]
 */
public record PooledReader(float[] rows, float[] bias) {
  /** Width of a state. */
  public int width() {
    return rows.length / bias.length / 2;
  }

  /**
   * The logits of the nodes, before any softmax.
   *
   * @param states one row a token, one at least
   */
  float[] logits(float[] states) {
    int width = width();
    var pooled = new double[2 * width];
    for (int i = 0; i < states.length; i++) {
      pooled[width + i % width] += states[i];
    }
    int tokens = states.length / width;
    for (int i = 0; i < width; i++) {
      pooled[i] = states[i];
      pooled[width + i] /= tokens;
    }
    var logits = bias.clone();
    for (int i = 0; i < pooled.length; i++) {
      for (int node = 0; node < logits.length; node++) {
        logits[node] += (float) (pooled[i] * rows[i * logits.length + node]);
      }
    }
    return logits;
  }
}
