package io.octograph.graph;

/**
 * What a node's tokens cost, per million, in whatever currency the limits are in.
 *
 * @param input for tokens of the prompt, 0 or more
 * @param output for tokens of the answer, 0 or more
 */
public record Price(double input, double output) {
  public static final Price FREE = new Price(0, 0);
}
