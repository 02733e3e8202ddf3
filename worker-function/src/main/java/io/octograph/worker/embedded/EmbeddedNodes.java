package io.octograph.worker.embedded;

import io.octograph.graph.Worker;
import io.octograph.model.ChatReply;
import io.octograph.model.EmbeddedChat;
import io.octograph.model.Models;
import io.octograph.openai.ApiException;
import io.octograph.openai.Completion;
import io.octograph.openai.RequestBody;
import io.octograph.worker.ChatAnswer;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Answers for the nodes whose model runs in this process. A model is loaded on its first use. */
public final class EmbeddedNodes {
  private final Models models;
  private final InstantSource clock;
  private final Map<String, EmbeddedChat> chats = new ConcurrentHashMap<>();

  public EmbeddedNodes(Models models, InstantSource clock) {
    this.models = models;
    this.clock = clock;
  }

  /**
   * Loads the node's model, if that has not happened yet.
   *
   * @throws ApiException 503 if it cannot be loaded
   */
  public void wake(Worker node) {
    chat(node);
  }

  /**
   * Answers.
   *
   * @throws ApiException if the request asks for what the model cannot do, or the model is too busy
   * @throws InterruptedException if the client has gone
   */
  public ChatAnswer answer(Worker node, RequestBody body) throws InterruptedException {
    EmbeddedRequest request = EmbeddedRequest.read(node, body);
    EmbeddedChat chat = chat(node);
    String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    Reply writing = new Reply(new Completion(id, clock.instant().getEpochSecond()), node.name());
    if (request.streamed()) {
      return EmbeddedStream.open(
          writing,
          request.usageAsked(),
          pieces -> chat.reply(request.chat(), pieces, Thread.currentThread()::isInterrupted));
    }
    try {
      ChatReply reply =
          chat.reply(request.chat(), piece -> {}, Thread.currentThread()::isInterrupted);
      return new ChatAnswer.Whole(200, writing.whole(reply));
    } catch (RuntimeException e) {
      throw Failures.exception(e);
    }
  }

  private EmbeddedChat chat(Worker node) {
    String model = node.model().orElse(Models.BUNDLED);
    try {
      return chats.computeIfAbsent(model, name -> new EmbeddedChat(models.get(name)));
    } catch (RuntimeException e) {
      throw Failures.exception(e);
    }
  }
}
