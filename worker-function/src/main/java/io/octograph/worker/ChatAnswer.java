package io.octograph.worker;

import io.octograph.openai.ApiException;
import java.util.Optional;

/** A node's answer, ready to be sent: its first byte is known to be there and sound. */
public sealed interface ChatAnswer {

  /** One JSON document, or a refusal that the model's server put into words itself. */
  record Whole(int status, byte[] json) implements ChatAnswer {}

  /** Events as they come. */
  non-sealed interface Stream extends ChatAnswer, AutoCloseable {
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
  }
}
