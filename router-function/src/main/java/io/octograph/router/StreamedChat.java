package io.octograph.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiException;
import io.octograph.openai.Completion;
import io.octograph.openai.EventPipe;
import io.octograph.openai.EventStream;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Caller;
import io.octograph.traversal.Decision;
import io.octograph.traversal.WalkListener;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that goes out while it comes in. The walk runs on a virtual thread of its own, a few
 * pieces ahead of the reader: a slow client slows the walk, one that goes ends it.
 */
public final class StreamedChat implements EventStream, WalkListener {
  private final Walks.Walk walk;
  private final RoutedRequest request;
  private final Facts facts;
  private final Completion completion;
  private Map<String, String> headers = Map.of();
  private EventPipe events;
  // What the walk's thread knows of what it has sent, and where to.
  private EventPipe out;
  private boolean opened;
  private boolean closed;

  private StreamedChat(Walks.Walk walk) {
    this.walk = walk;
    this.request = walk.request();
    this.facts = new Facts(request);
    this.completion = new Completion("chatcmpl-" + walk.id(), walk.createdSeconds());
  }

  /**
   * Begins to walk and waits for the first byte.
   *
   * @throws ApiException if it never comes
   * @throws InterruptedException if the client has gone
   */
  public static StreamedChat open(Walks.Walk walk) throws InterruptedException {
    StreamedChat chat = new StreamedChat(walk);
    chat.events = EventPipe.open(chat::run);
    return chat;
  }

  /** Facts known before the first byte. */
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    return events.next();
  }

  @Override
  public void close() {
    events.close();
  }

  @Override
  public void decided(String master, Decision decision) {
    facts.entered(master);
  }

  /** Whoever asked for the receipt sees the route at once, and again when a call joins it. */
  @Override
  public void called(Call call, boolean last) {
    facts.called(call, last);
    if (request.receipt()) {
      put(completion.opening(facts.model(), route()));
    }
  }

  @Override
  public void text(Caller.Delta delta) {
    if (delta.raw().isEmpty()) {
      if (!opened) {
        put(completion.opening(facts.model()));
      }
      put(completion.piece(delta.text(), facts.model()));
    } else {
      closed |= delta.raw().contains("\"finish_reason\"") && finishes(delta.raw());
      put(completion.chunk(delta.raw(), facts.model()));
    }
  }

  private void run(EventPipe pipe) throws InterruptedException {
    out = pipe;
    Answer answer = walk.run(this);
    if (answer.failed()) {
      throw walk.error(answer).exception();
    }
    finish(answer);
  }

  private void finish(Answer answer) {
    String model = facts.model();
    if (!opened) {
      put(completion.opening(model));
    }
    if (!closed) {
      put(completion.closing(answer.finishReason(), model));
    }
    if (request.usageAsked()) {
      boolean alone = answer.receipt().calls().size() == 1;
      ObjectNode usage =
          (alone ? walk.caller().usage(answer.source()) : Optional.<ObjectNode>empty())
              .orElseGet(() -> ReceiptJson.usage(answer.receipt().usage()));
      put(completion.aside("usage", usage, model));
    }
    if (request.receipt()) {
      put(completion.aside("octograph", ReceiptJson.of(answer.receipt()), model));
    }
    put(Completion.done());
  }

  private ObjectNode route() {
    ObjectNode route =
        Json.object()
            .put("graph", request.graph().name())
            .put("version", request.graph().version());
    route.set("calls", Route.calls(facts.calls()));
    return route;
  }

  private static boolean finishes(String raw) {
    return Json.object(raw)
        .filter(chunk -> chunk.path("choices").path(0).path("finish_reason").isTextual())
        .isPresent();
  }

  private void put(byte[] bytes) {
    if (!opened) {
      opened = true;
      headers = facts.headers(); // seen by the reader, since the pipe is between
    }
    out.put(bytes);
  }
}
