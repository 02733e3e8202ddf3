package io.octograph.traversal;

import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param content its text; may be empty (an assistant's turn that only called tools)
 */
public record Message(String role, String content) {
  /** The role whose last turn is the one that is routed. */
  public static final String USER = "user";

  public Message {
    Objects.requireNonNull(
        role, "A message has no role; give one of system, user, assistant, tool.");
    content = content == null ? "" : content;
  }

  /** A user's turn. */
  public static Message user(String content) {
    return new Message(USER, content);
  }
}
