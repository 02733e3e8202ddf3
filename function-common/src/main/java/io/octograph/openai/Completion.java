package io.octograph.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/**
 * Writes the completion that a client gets, whole or as the events of a stream: of our own, or
 * another server's bytes with {@code id} and {@code model} changed.
 *
 * @param id of the completion and of each of its chunks
 * @param created seconds since the epoch
 */
public record Completion(String id, long created) {

  /** Another server's whole answer. */
  public BodyEdit whole(byte[] answer, String model) {
    return named(answer, model);
  }

  /** An answer of our own. */
  public ObjectNode whole(String content, String finishReason, String model) {
    ObjectNode body = head("chat.completion", model);
    ObjectNode choice = choice(body);
    choice.putObject("message").put("role", "assistant").put("content", content);
    choice.put("finish_reason", finishReason);
    return body;
  }

  /** Another server's chunk. */
  public byte[] chunk(String raw, String model) {
    return event(named(raw.getBytes(StandardCharsets.UTF_8), model).bytes());
  }

  /** A chunk that opens the answer. */
  public byte[] opening(String model) {
    return opening(model, Json.object());
  }

  /** A chunk that opens the answer and shows its route, unless that is empty. */
  public byte[] opening(String model, ObjectNode octograph) {
    ObjectNode body = head("chat.completion.chunk", model);
    ObjectNode choice = choice(body);
    choice.putObject("delta").put("role", "assistant").put("content", "");
    choice.putNull("finish_reason");
    if (!octograph.isEmpty()) {
      body.set("octograph", octograph);
    }
    return event(Json.bytes(body));
  }

  public byte[] piece(String text, String model) {
    ObjectNode body = head("chat.completion.chunk", model);
    ObjectNode choice = choice(body);
    choice.putObject("delta").put("content", text);
    choice.putNull("finish_reason");
    return event(Json.bytes(body));
  }

  public byte[] closing(String finishReason, String model) {
    return closing(finishReason, model, Json.object());
  }

  /** A chunk that closes the answer and says more of it, unless that is empty. */
  public byte[] closing(String finishReason, String model, ObjectNode octograph) {
    ObjectNode body = head("chat.completion.chunk", model);
    ObjectNode choice = choice(body);
    choice.putObject("delta");
    choice.put("finish_reason", finishReason);
    if (!octograph.isEmpty()) {
      body.set("octograph", octograph);
    }
    return event(Json.bytes(body));
  }

  /** A chunk without choices: usage, or the receipt. */
  public byte[] aside(String field, JsonNode value, String model) {
    ObjectNode body = head("chat.completion.chunk", model);
    body.putArray("choices");
    body.set(field, value);
    return event(Json.bytes(body));
  }

  /** What ends a stream. */
  public static byte[] done() {
    return "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
  }

  private BodyEdit named(byte[] json, String model) {
    return RequestBody.read(json)
        .edit()
        .set("id", TextNode.valueOf(id))
        .set("model", TextNode.valueOf(model));
  }

  private ObjectNode head(String object, String model) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static ObjectNode choice(ObjectNode body) {
    return body.putArray("choices").addObject().put("index", 0);
  }

  /** One event of a stream. */
  static byte[] event(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    // A server's JSON may span lines; an event's data may not without more "data:".
    return ("data: " + text.replace("\r", "").replace("\n", "\ndata: ") + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
