package io.octograph.worker.embedded;

import io.octograph.model.ChatReply;
import io.octograph.openai.ApiException;
import io.octograph.worker.ChatAnswer;
import java.io.ByteArrayOutputStream;
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
  private final Completion completion;
  private final boolean usage;
  private final Thread writer;
  private Item head;

  private EmbeddedStream(Completion completion, boolean usage, Generation generation) {
    this.completion = completion;
    this.usage = usage;
    this.writer = Thread.ofVirtual().name("embedded-chat").start(() -> write(generation));
  }

  /**
   * Begins to generate and waits for the first piece.
   *
   * @throws ApiException if the model refuses
   */
  static EmbeddedStream open(Completion completion, boolean usage, Generation generation)
      throws InterruptedException {
    EmbeddedStream stream = new EmbeddedStream(completion, usage, generation);
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
                put(new Bytes(open[0] ? completion.piece(text) : opening(text)));
                open[0] = true;
              });
      ByteArrayOutputStream last = new ByteArrayOutputStream();
      if (!open[0]) {
        last.writeBytes(completion.opening());
      }
      last.writeBytes(completion.closing(reply));
      if (usage) {
        last.writeBytes(completion.usageChunk(reply));
      }
      last.writeBytes(Completion.done());
      put(new Bytes(last.toByteArray()));
      put(new End());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      put(new Failed(Failures.exception(e)));
    }
  }

  private byte[] opening(String text) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(completion.opening());
    both.writeBytes(completion.piece(text));
    return both.toByteArray();
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
