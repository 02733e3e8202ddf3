package io.octograph.model;

import java.util.Arrays;

/**
 * Reads a decision off the states of a whole prompt: a few learnt queries attend over its tokens;
 * their weighted means, the plain mean and the last state are put side by side and scored by a row
 * a node (Lin et al., "A Structured Self-attentive Sentence Embedding", ICLR 2017, section 2.1,
 * with one linear layer).
 *
 * @param width of a state
 * @param queries [width, queries], as all weights one row after the other
 * @param rows [(queries + 2) · width, nodes]
 * @param bias [nodes]
 */
public record EarlyReader(int width, float[] queries, float[] rows, float[] bias) {

  /**
   * The logits of the nodes, before any softmax.
   *
   * @param states one row a token, one after the other
   * @param first token that is read; fewer than there are
   */
  float[] logits(float[] states, int first) {
    int tokens = states.length / width;
    if (first >= tokens) {
      throw new IllegalArgumentException(
          "There is nothing to read from token %d on: the prompt has %d.".formatted(first, tokens));
    }
    int heads = queries.length / width;
    var parts = new float[(heads + 2) * width];
    var weights = weights(states, first, tokens);
    for (int token = first; token < tokens; token++) {
      for (int head = 0; head < heads; head++) {
        add(states, token, weights[(token - first) * heads + head], parts, head);
      }
      add(states, token, 1f / (tokens - first), parts, heads);
    }
    add(states, tokens - 1, 1, parts, heads + 1);
    var logits = bias.clone();
    for (int i = 0; i < parts.length; i++) {
      for (int node = 0; node < logits.length; node++) {
        logits[node] += parts[i] * rows[i * logits.length + node];
      }
    }
    return logits;
  }

  /** Each query's softmax over the tokens that are read: [tokens, queries]. */
  private float[] weights(float[] states, int first, int tokens) {
    int heads = queries.length / width;
    var scores = new float[(tokens - first) * heads];
    for (int token = first; token < tokens; token++) {
      for (int i = 0; i < width; i++) {
        float value = states[token * width + i];
        for (int head = 0; head < heads; head++) {
          scores[(token - first) * heads + head] += value * queries[i * heads + head];
        }
      }
    }
    var highest = new float[heads];
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < scores.length; i++) {
      highest[i % heads] = Math.max(highest[i % heads], scores[i]);
    }
    var totals = new double[heads];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) Math.exp(scores[i] - highest[i % heads]);
      totals[i % heads] += scores[i];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= (float) totals[i % heads];
    }
    return scores;
  }

  /** Adds a token's weighted state to a part. */
  private void add(float[] states, int token, float weight, float[] parts, int part) {
    for (int i = 0; i < width; i++) {
      parts[part * width + i] += weight * states[token * width + i];
    }
  }
}
