package io.octograph.traversal.event;

import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Query;
import io.octograph.traversal.Result;
import java.util.Arrays;
import java.util.Optional;

/** The types of Octograph's CloudEvents, and the record that each carries as JSON. */
public enum EventType {
  /** In: a question. */
  QUERY("io.octograph.query", Query.class),
  /** Router to worker: one call; the conversation stays in the store. */
  CALL("io.octograph.call", Call.class),
  /** Worker to router: its answer. */
  RESULT("io.octograph.result", Result.class),
  /** Out: the walk's answer. */
  ANSWER("io.octograph.answer", Answer.class),
  /** A call or a walk that failed for good. */
  FAILED("io.octograph.failed", Failure.class),
  /** Time went by; carries nothing. */
  TICK("io.octograph.tick", Void.class);

  private final String text;
  private final Class<?> payload;

  EventType(String text, Class<?> payload) {
    this.text = text;
    this.payload = payload;
  }

  /** The attribute {@code type}. */
  public String text() {
    return text;
  }

  /** The record that stands in {@code data}; {@link Void} for none. */
  public Class<?> payload() {
    return payload;
  }

  /** The type of that name, if it is one of ours. */
  public static Optional<EventType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
