package io.octograph.cli.http;

import com.fasterxml.jackson.databind.JsonNode;

/** Is told of an answer while it streams, in the order of the stream. */
public interface AnswerListener {
  /**
   * What the router says of itself: first the route, in the end the whole receipt; both have {@code
   * calls}.
   */
  void octograph(JsonNode object);

  /** The next piece of the answer. */
  void text(String piece);
}
