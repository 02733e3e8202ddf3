package io.octograph.worker.embedded;

import io.octograph.model.ChatReply;
import io.octograph.openai.ApiException;
import io.octograph.worker.ChatAnswer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Generates on a virtual thread of its own, a few pieces ahead of the reader: a slow client slows
 * the generation, one that goes ends it.
 */
final class EmbeddedStream implements ChatAnswer.Stream {
  /** Pieces that may wait for a slow client before the model waits too. */
  private static final int AHEAD = 64;

  /** Makes an answer, piece by piece; {@code reply} of the model with everything but its pieces. */
  interface Generation {
    ChatReply run(Consumer<String> pieces) throws InterruptedException;
  }

  private sealed interface Item {}

  private record Bytes(byte[] bytes) implements Item {}

  private record Failed(ApiException error) implements Item {}

  private record End() implements Item {}

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
  private final Reply writing;
  private final boolean usage;
  private final Thread writer;
  private Item head;

  private EmbeddedStream(Reply writing, boolean usage, Generation generation) {
    this.writing = writing;
    this.usage = usage;
    this.writer = Thread.ofVirtual().name("embedded-chat").start(() -> write(generation));
  }

  /**
   * Begins to generate and waits for the first piece.
   *
   * @throws ApiException if the model refuses
   */
  static EmbeddedStream open(Reply writing, boolean usage, Generation generation)
      throws InterruptedException {
    EmbeddedStream stream = new EmbeddedStream(writing, usage, generation);
    try {
      stream.head = stream.items.take();
    } catch (InterruptedException e) {
      stream.close();
      throw e;
    }
    if (stream.head instanceof Failed(ApiException error)) {
      throw error;
    }
    return stream;
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    Item item = head;
    head = null;
    return switch (item == null ? items.take() : item) {
      case Bytes(byte[] bytes) -> Optional.of(bytes);
      case Failed(ApiException error) -> throw error;
      case End() -> Optional.empty();
    };
  }

  @Override
  public void close() {
    writer.interrupt();
  }

  private void write(Generation generation) {
    try {
      boolean[] open = {false};
      ChatReply reply =
          generation.run(
              text -> {
                put(new Bytes(open[0] ? writing.piece(text) : writing.opening(text)));
                open[0] = true;
              });
      put(new Bytes(writing.closing(reply, open[0], usage)));
      put(new End());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      put(new Failed(Failures.exception(e)));
    }
  }

  /** Once the reader has gone nothing is put any more; the generation sees the interrupt itself. */
  private void put(Item item) {
    try {
      items.put(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
