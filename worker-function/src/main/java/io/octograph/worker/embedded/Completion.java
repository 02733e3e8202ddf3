package io.octograph.worker.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.model.ChatReply;
import io.octograph.model.Finish;
import io.octograph.openai.Json;
import java.nio.charset.StandardCharsets;

/** Writes one completion, whole or in chunks, as OpenAI does. */
record Completion(String id, long created, String model) {

  byte[] whole(ChatReply reply) {
    ObjectNode body = head("chat.completion");
    ObjectNode choice = choice(body);
    choice.putObject("message").put("role", "assistant").put("content", reply.text());
    choice.put("finish_reason", reason(reply.finish()));
    body.set("usage", usage(reply));
    return Json.bytes(body);
  }

  byte[] opening() {
    return chunk("role", "assistant");
  }

  byte[] piece(String text) {
    return chunk("content", text);
  }

  byte[] closing(ChatReply reply) {
    ObjectNode body = head("chat.completion.chunk");
    ObjectNode choice = choice(body);
    choice.putObject("delta");
    choice.put("finish_reason", reason(reply.finish()));
    return event(body);
  }

  byte[] usageChunk(ChatReply reply) {
    ObjectNode body = head("chat.completion.chunk");
    body.putArray("choices");
    body.set("usage", usage(reply));
    return event(body);
  }

  static byte[] done() {
    return "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
  }

  private byte[] chunk(String field, String value) {
    ObjectNode body = head("chat.completion.chunk");
    ObjectNode choice = choice(body);
    ObjectNode delta = choice.putObject("delta").put(field, value);
    if (field.equals("role")) {
      delta.put("content", "");
    }
    choice.putNull("finish_reason");
    return event(body);
  }

  private ObjectNode head(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static ObjectNode choice(ObjectNode body) {
    return body.putArray("choices").addObject().put("index", 0);
  }

  private static ObjectNode usage(ChatReply reply) {
    return Json.object()
        .put("prompt_tokens", reply.promptTokens())
        .put("completion_tokens", reply.completionTokens())
        .put("total_tokens", reply.promptTokens() + reply.completionTokens());
  }

  private static String reason(Finish finish) {
    return finish == Finish.LENGTH ? "length" : "stop";
  }

  private static byte[] event(ObjectNode body) {
    return ("data: " + Json.text(body) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
