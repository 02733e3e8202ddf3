package io.octograph.worker.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.model.ChatReply;
import io.octograph.model.Finish;
import io.octograph.openai.Completion;
import io.octograph.openai.Json;
import java.io.ByteArrayOutputStream;

/** Writes what the model answers as the completion of one node. */
record Reply(Completion completion, String node) {

  byte[] whole(ChatReply reply) {
    ObjectNode body = completion.whole(reply.text(), reason(reply.finish()), node);
    body.set("usage", usage(reply));
    return Json.bytes(body);
  }

  byte[] opening(String text) {
    return together(completion.opening(node), piece(text));
  }

  byte[] piece(String text) {
    return completion.piece(text, node);
  }

  /** The last events; {@code opened} tells whether a piece has gone before them. */
  byte[] closing(ChatReply reply, boolean opened, boolean withUsage) {
    return together(
        opened ? new byte[0] : completion.opening(node),
        completion.closing(reason(reply.finish()), node),
        withUsage ? completion.aside("usage", usage(reply), node) : new byte[0],
        Completion.done());
  }

  private static byte[] together(byte[]... events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] event : events) {
      all.writeBytes(event);
    }
    return all.toByteArray();
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
}
