package io.octograph.router;

import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Turn;
import io.octograph.traversal.Message;
import io.octograph.traversal.Query;
import java.util.List;

/** Makes the walk's query of a conversation as OpenAI writes it. */
final class Conversation {
  private Conversation() {}

  /**
   * The query of a conversation.
   *
   * @throws ApiException 400 if there is no text to route by
   */
  static Query of(List<Turn> turns) {
    List<Message> messages = turns.stream().map(Conversation::message).toList();
    boolean asks =
        messages.stream().anyMatch(m -> m.role().equals(Message.USER) && !m.content().isBlank());
    if (!asks) {
      String what = "messages has no user message with text; add one, it is what is routed.";
      throw ApiError.invalid("messages", what).exception();
    }
    return Query.of(messages);
  }

  private static Message message(Turn turn) {
    String role =
        switch (turn.role()) {
          case "developer" -> "system";
          case "function" -> "tool";
          default -> turn.role();
        };
    return new Message(role, sound(turn.text()));
  }

  /** JSON can write half a surrogate pair; no encoder can. */
  static String sound(String text) {
    StringBuilder sound = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
        .forEach(sound::appendCodePoint);
    return sound.toString();
  }
}
