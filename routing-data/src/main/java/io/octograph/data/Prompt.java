package io.octograph.data;

/**
 * One request.
 *
 * @param maxTokens most tokens of the answer
 */
record Prompt(String system, String user, double temperature, int seed, int maxTokens) {}
