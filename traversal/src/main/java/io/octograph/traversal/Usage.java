package io.octograph.traversal;

import io.octograph.graph.Price;

/**
 * Tokens that were paid for.
 *
 * @param promptTokens read, 0 when unknown
 * @param completionTokens written, 0 when unknown
 */
public record Usage(long promptTokens, long completionTokens) {
  /** Nothing used, or nothing known. */
  public static final Usage NONE = new Usage(0, 0);

  public Usage {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException(
          "A usage of %d and %d tokens is below zero.".formatted(promptTokens, completionTokens));
    }
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(promptTokens + other.promptTokens, completionTokens + other.completionTokens);
  }

  /** What it costs, in the price's currency; prices are per million tokens. */
  public double cost(Price price) {
    return (promptTokens * price.input() + completionTokens * price.output()) / 1e6;
  }
}
