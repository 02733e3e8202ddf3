package io.octograph.event;

import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.store.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An event as it came, in binary or structured mode. That it is a CloudEvent is checked; what its
 * attributes and data mean is checked by whoever asks for it.
 *
 * @param type any, also none of ours
 * @param source who sent it
 * @param id unique within the source
 * @param extensions all other attributes as text, {@code time} and {@code subject} among them
 * @param data its bytes, usually JSON; may be empty
 * @param structured whether it came in structured mode, so that its reply goes out likewise
 */
public record Incoming(
    String type,
    String source,
    String id,
    Map<String, String> extensions,
    byte[] data,
    boolean structured) {
  private static final String ERROR = "knativeerror";

  public Incoming {
    extensions = Map.copyOf(extensions);
  }

  /**
   * Reads an event in structured mode, such as {@link #json} gives.
   *
   * @throws ApiException 400 naming what is wrong
   */
  public static Incoming structured(byte[] json) {
    return StructuredEvents.read(json);
  }

  /** Which of our events this is. */
  public Optional<EventType> kind() {
    return EventType.of(type);
  }

  /** An attribute; empty when it is not there. */
  public String extension(String name) {
    return extensions.getOrDefault(name, "");
  }

  /** The origin of the walk that a query begins. */
  public Origin origin() {
    return new Origin(source, id, reply());
  }

  /**
   * The attributes of a call, a result, or the failure of a call.
   *
   * @throws ApiException 400 naming the one at fault
   */
  public Attributes attributes() {
    var kind =
        kind()
            .orElseThrow(
                () -> invalid("type", type, "one of Octograph's, such as io.octograph.call"));
    var step = Ids.traversalOf(id).orElseThrow(() -> invalid("id", id, "traversal/hop/index"));
    var traversal = extension(Attributes.TRAVERSAL);
    if (!traversal.isEmpty() && !traversal.equals(step)) {
      throw invalid(Attributes.TRAVERSAL, traversal, "the first part of the event's id");
    }
    return new Attributes(
        kind,
        source,
        id,
        required(Attributes.GRAPH),
        number(Attributes.GRAPH_VERSION, "0"),
        required(Attributes.NODE),
        step,
        number(Attributes.HOP, id.split("/")[1]),
        reply().correlationid(),
        reply().replyid());
  }

  /**
   * What a broker wrote on an event that it gave up.
   *
   * @param destination the address that did not take it
   * @param code the last HTTP status of that address; empty where there was no answer
   * @param said what that answer said; may be empty
   */
  public record Dead(String destination, String code, String said) {}

  /** What the broker wrote on this event, if it is a dead letter. */
  public Optional<Dead> dead() {
    var destination = extension(ERROR + "dest");
    var code = extension(ERROR + "code");
    return destination.isEmpty() && code.isEmpty()
        ? Optional.empty()
        : Optional.of(new Dead(destination, code, ErrorData.sentence(extension(ERROR + "data"))));
  }

  /** The event as it was before a broker gave it up. */
  public Incoming again() {
    var kept = new TreeMap<>(extensions);
    kept.keySet().removeIf(name -> name.startsWith(ERROR));
    return new Incoming(type, source, id, kept, data, structured);
  }

  /** The whole event in structured mode. */
  public String json() {
    return StructuredEvents.text(this);
  }

  private Attributes.Reply reply() {
    return new Attributes.Reply(
        extension(Attributes.CORRELATION_ID), extension(Attributes.REPLY_ID));
  }

  private String required(String name) {
    var value = extension(name);
    if (value.isEmpty()) {
      throw ApiError.invalid(name, "The event has no attribute " + name + "; give it one.")
          .exception();
    }
    return value;
  }

  private int number(String name, String otherwise) {
    var value = extensions.getOrDefault(name, otherwise);
    if (!value.matches("\\d{1,9}")) {
      throw invalid(name, value, "a whole number from 0 on");
    }
    return Integer.parseInt(value);
  }

  private static ApiException invalid(String name, String value, String wanted) {
    var message = "The event's %s is \"%s\"; it must be %s.";
    return ApiError.invalid(name, message.formatted(name, Words.clip(value), wanted)).exception();
  }
}
