package io.octograph.openai;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** An answer as server-sent events, while it comes. Read by one thread. */
public interface EventStream extends AutoCloseable {
  /**
   * The next bytes, whole events only; nothing at the end of a whole answer.
   *
   * @throws ApiException if the answer breaks off
   * @throws InterruptedException if the client has gone
   */
  Optional<byte[]> next() throws InterruptedException;

  /** Releases what makes the answer; breaks it off if it has not ended. */
  @Override
  void close();

  /**
   * Sends every event as it comes, and closes; a stream that breaks off ends with an error event.
   */
  default void writeTo(OutputStream out) throws IOException {
    try (EventStream stream = this) {
      for (Optional<byte[]> bytes = stream.next(); bytes.isPresent(); bytes = stream.next()) {
        out.write(bytes.get());
        out.flush();
      }
    } catch (ApiException e) {
      out.write(e.error().event());
      out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the client has gone; nobody is left to tell
    }
  }
}
