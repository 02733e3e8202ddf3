package io.octograph.traversal;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked: a conversation whose last user turn is routed.
 *
 * @param messages the conversation, oldest first, with at least one user turn that is not blank
 * @param node where the walk starts: a worker or a master; empty means the graph's entry
 * @param rewrite false asks the masters for the decision alone: every node gets the original text
 * @param top how many choices a decision reports beside the one taken, 0 to 100
 */
public record Query(List<Message> messages, String node, boolean rewrite, int top) {
  /** How many choices are reported where nobody says otherwise. */
  public static final int TOP = 3;

  public Query {
    messages = List.copyOf(messages);
    node = node == null ? "" : node;
    if (lastUser(messages) < 0) {
      throw new IllegalArgumentException(
          "The query has no user message with text; add one whose role is \"user\".");
    }
    if (top < 0 || top > 100) {
      throw new IllegalArgumentException("top is " + top + "; give a number from 0 to 100.");
    }
  }

  /** A single question to the graph's entry. */
  public static Query of(String text) {
    return of(List.of(Message.user(text)));
  }

  /** A conversation to the graph's entry. */
  public static Query of(List<Message> messages) {
    return new Query(messages, "", true, TOP);
  }

  /** The same query, started at this worker or master. */
  public Query at(String start) {
    return new Query(messages, start, rewrite, top);
  }

  /** The same query, without rewrites. */
  public Query asAsked() {
    return new Query(messages, node, false, top);
  }

  /** The text that is routed: that of the last user turn which is not blank. */
  public String text() {
    return messages.get(lastUser(messages)).content();
  }

  /** The conversation with another text in the place of the routed one; all other turns stay. */
  public List<Message> with(String text) {
    var changed = new ArrayList<>(messages);
    changed.set(lastUser(messages), Message.user(text));
    return List.copyOf(changed);
  }

  private static int lastUser(List<Message> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      var message = messages.get(i);
      if (message.role().equals(Message.USER) && !message.content().isBlank()) {
        return i;
      }
    }
    return -1;
  }
}
