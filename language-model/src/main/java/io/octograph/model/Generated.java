package io.octograph.model;

/**
 * A generated text.
 *
 * @param promptTokens tokens read before it, those of a shared prefix too
 * @param tokens tokens generated, the one that ended it not counted
 */
public record Generated(String text, Finish finish, int promptTokens, int tokens) {}
