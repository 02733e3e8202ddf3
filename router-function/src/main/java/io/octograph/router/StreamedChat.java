package io.octograph.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Completion;
import io.octograph.openai.EventStream;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Caller;
import io.octograph.traversal.Decision;
import io.octograph.traversal.WalkListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * An answer that goes out while it comes in. The walk runs on a virtual thread of its own, a few
 * pieces ahead of the reader: a slow client slows the walk, one that goes ends it.
 */
public final class StreamedChat implements EventStream, WalkListener {
  private static final Logger LOG = Logger.getLogger(StreamedChat.class);

  /** Pieces that may wait for a slow client. */
  private static final int AHEAD = 256;

  private sealed interface Item {}

  private record Bytes(byte[] bytes) implements Item {}

  private record Failed(ApiError error) implements Item {}

  private record End() implements Item {}

  private final Walks.Walk walk;
  private final RoutedRequest request;
  private final Facts facts;
  private final Completion completion;
  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
  private final Thread walker;
  private Map<String, String> headers = Map.of();
  private Item head;
  // What the walk's thread knows of what it has sent.
  private boolean opened;
  private boolean closed;

  private StreamedChat(Walks.Walk walk) {
    this.walk = walk;
    this.request = walk.request();
    this.facts = new Facts(request);
    this.completion = new Completion("chatcmpl-" + walk.id(), walk.createdSeconds());
    this.walker = Thread.ofVirtual().name("walk").unstarted(this::run);
  }

  /**
   * Begins to walk and waits for the first byte.
   *
   * @throws ApiException if it never comes
   * @throws InterruptedException if the client has gone
   */
  public static StreamedChat open(Walks.Walk walk) throws InterruptedException {
    StreamedChat chat = new StreamedChat(walk);
    chat.walker.start();
    try {
      chat.head = chat.items.take();
    } catch (InterruptedException e) {
      chat.close();
      throw e;
    }
    if (chat.head instanceof Failed(ApiError error)) {
      throw error.exception();
    }
    return chat;
  }

  /** Facts known before the first byte. */
  public Map<String, String> headers() {
    return headers;
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    Item item = head == null ? items.take() : head;
    head = null;
    return switch (item) {
      case Bytes(byte[] bytes) -> Optional.of(bytes);
      case Failed(ApiError error) -> throw error.exception();
      case End() -> Optional.empty();
    };
  }

  @Override
  public void close() {
    walker.interrupt();
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

  private void run() {
    try {
      Answer answer = walk.run(this);
      if (answer.failed()) {
        send(new Failed(walk.error(answer)));
      } else {
        finish(answer);
        send(new End());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Gone e) {
      LOG.debug("A client went away in the middle of its answer");
    } catch (RuntimeException e) {
      LOG.error("A walk failed in a way nobody foresaw", e);
      ApiError error = ApiError.of(500, "internal_error", "Something failed here; the log has it.");
      items.offer(new Failed(error));
    }
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
      headers = facts.headers(); // seen by the reader, since the queue is between
    }
    send(new Bytes(bytes));
  }

  /** The reader has gone. */
  private static final class Gone extends RuntimeException {
    Gone() {
      super(null, null, false, false);
    }
  }

  private void send(Item item) {
    try {
      items.put(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Gone();
    }
  }
}
