package io.octograph.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One message of a request, as far as its text goes.
 *
 * @param position in the list of messages
 * @param role as the request names it
 * @param text of the message; of a list of parts, that of its text parts, a line each
 * @param textPart position of the last text part, where the content is a list
 * @param plain true when the content is nothing but text
 */
public record Turn(
    int position, String role, String text, Optional<Integer> textPart, boolean plain) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  /**
   * Reads a chat completion's messages.
   *
   * @throws ApiException 400 naming the field at fault
   */
  public static List<Turn> read(RequestBody body) {
    JsonNode messages = body.object().path("messages");
    if (messages.isMissingNode() || messages.isNull()) {
      throw invalid(
          "messages", "messages is missing; it must be a list with at least one message.");
    }
    if (!messages.isArray()) {
      throw invalid("messages", Words.wrong("messages", messages, "a list of messages"));
    }
    if (messages.isEmpty()) {
      throw invalid("messages", "messages is empty; it must have at least one message.");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      turns.add(turn(message, turns.size()));
    }
    return List.copyOf(turns);
  }

  private static Turn turn(JsonNode message, int position) {
    String at = "messages[" + position + "]";
    if (!message.isObject()) {
      throw invalid(at, Words.wrong(at, message, "an object with role and content"));
    }
    JsonNode role = message.path("role");
    if (!role.isTextual() || !ROLES.contains(role.textValue())) {
      String wanted = "one of system, developer, user, assistant, tool";
      throw invalid(at + ".role", Words.wrong(at + ".role", role, wanted));
    }
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return new Turn(position, role.textValue(), content.textValue(), Optional.empty(), true);
    }
    if (content.isMissingNode() || content.isNull()) {
      return new Turn(position, role.textValue(), "", Optional.empty(), true);
    }
    if (!content.isArray()) {
      String wanted = "text, or a list of parts";
      throw invalid(at + ".content", Words.wrong(at + ".content", content, wanted));
    }
    return ofParts(content, at + ".content", role.textValue(), position);
  }

  private static Turn ofParts(JsonNode parts, String at, String role, int position) {
    List<String> texts = new ArrayList<>();
    Optional<Integer> last = Optional.empty();
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      if (!part.isObject() || !part.path("type").isTextual()) {
        String name = at + "[" + i + "]";
        throw invalid(name, Words.wrong(name, part, "a part with a type, such as text"));
      }
      if (part.path("text").isTextual()) {
        texts.add(part.path("text").textValue());
        last = Optional.of(i);
      }
    }
    boolean plain = texts.size() == parts.size();
    return new Turn(position, role, String.join("\n", texts), last, plain);
  }

  private static ApiException invalid(String param, String message) {
    return ApiError.invalid(param, message).exception();
  }
}
