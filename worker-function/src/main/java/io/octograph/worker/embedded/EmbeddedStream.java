package io.octograph.worker.embedded;

import io.octograph.model.ChatReply;
import io.octograph.openai.ApiException;
import io.octograph.openai.EventPipe;
import io.octograph.worker.ChatAnswer;
import java.util.Optional;
import java.util.function.Consumer;

/** What the model writes, as events, while it writes. */
final class EmbeddedStream implements ChatAnswer.Stream {
  /** Makes an answer, piece by piece; {@code reply} of the model with everything but its pieces. */
  interface Generation {
    ChatReply run(Consumer<String> pieces) throws InterruptedException;
  }

  private final EventPipe events;

  private EmbeddedStream(EventPipe events) {
    this.events = events;
  }

  /**
   * Begins to generate and waits for the first piece.
   *
   * @throws ApiException if the model refuses
   */
  static EmbeddedStream open(Reply writing, boolean usage, Generation generation)
      throws InterruptedException {
    return new EmbeddedStream(EventPipe.open(pipe -> write(writing, usage, generation, pipe)));
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    return events.next();
  }

  @Override
  public void close() {
    events.close();
  }

  private static void write(Reply writing, boolean usage, Generation generation, EventPipe pipe)
      throws InterruptedException {
    boolean[] open = {false};
    Consumer<String> pieces =
        text -> {
          pipe.put(open[0] ? writing.piece(text) : writing.opening(text));
          open[0] = true;
        };
    ChatReply reply;
    try {
      reply = generation.run(pieces);
    } catch (EventPipe.Gone e) {
      throw e;
    } catch (RuntimeException e) {
      throw Failures.exception(e);
    }
    pipe.put(writing.closing(reply, open[0], usage));
  }
}
