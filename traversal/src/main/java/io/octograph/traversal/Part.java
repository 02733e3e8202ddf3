package io.octograph.traversal;

/**
 * An answer that exists already: what a later decision sees, and what a join is made of.
 *
 * @param node who answered
 * @param question what it was asked, as its master put it
 * @param content the answer's text
 */
public record Part(String node, String question, String content) {}
