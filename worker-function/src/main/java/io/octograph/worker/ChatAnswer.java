package io.octograph.worker;

import io.octograph.openai.EventStream;

/** A node's answer, ready to be sent: its first byte is known to be there and sound. */
public sealed interface ChatAnswer {

  /** One JSON document, or a refusal that the model's server put into words itself. */
  record Whole(int status, byte[] json) implements ChatAnswer {}

  /** Events as they come. */
  non-sealed interface Stream extends ChatAnswer, EventStream {}
}
