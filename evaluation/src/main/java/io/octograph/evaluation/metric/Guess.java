package io.octograph.evaluation.metric;

/**
 * A choice with what it was said to be worth.
 *
 * @param probability from 0 to 1
 * @param right whether it was
 */
public record Guess(double probability, boolean right) {}
