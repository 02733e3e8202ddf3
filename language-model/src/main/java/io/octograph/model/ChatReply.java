package io.octograph.model;

/**
 * An embedded model's answer.
 *
 * @param clipped true where the conversation was too long and a part of it was not read
 */
public record ChatReply(
    String text, Finish finish, int promptTokens, int completionTokens, boolean clipped) {}
