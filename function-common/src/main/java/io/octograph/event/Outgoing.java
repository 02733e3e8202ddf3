package io.octograph.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.Result;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * An event in binary mode, ready to be posted.
 *
 * @param headers {@code Content-Type} and {@code ce-…}
 * @param body its data
 */
public record Outgoing(Map<String, String> headers, byte[] body) {
  /** The field of a payload that was too long: the reader takes it from the store by its ids. */
  public static final String STORED = "stored";

  /** Brokers refuse events of more than 1 MB, attributes and base64 of the data included. */
  static final int LONGEST = 700 << 10;

  /** An event to be sent. */
  public static Outgoing of(Event event, Instant now) {
    var others = new LinkedHashMap<String, String>();
    others.put("time", now.toString());
    others.put("subject", event.attributes().traversal());
    others.putAll(extensions(event.attributes()));
    var attributes = event.attributes();
    return of(
        attributes.type().text(),
        attributes.source(),
        attributes.id(),
        others,
        Json.bytes(data(event.data())));
  }

  /** An event that came, sent once more. */
  public static Outgoing of(Incoming event) {
    return of(event.type(), event.source(), event.id(), event.extensions(), event.data());
  }

  /** The same as the reply of a function. */
  static CloudEvent<JsonNode> reply(Event event, Instant now, boolean structured) {
    UnaryOperator<String> spelt = structured ? UnaryOperator.identity() : Percent::encoded;
    var attributes = event.attributes();
    var extensions = new TreeMap<String, String>();
    extensions(attributes).forEach((name, value) -> extensions.put(name, spelt.apply(value)));
    return CloudEventBuilder.create()
        .specVersion("1.0")
        .id(spelt.apply(attributes.id()))
        .type(attributes.type().text())
        .source(spelt.apply(attributes.source()))
        .subject(attributes.traversal())
        .time(now.atOffset(ZoneOffset.UTC))
        .extensions(extensions)
        .build(data(event.data()));
  }

  private static Outgoing of(
      String type, String source, String id, Map<String, String> others, byte[] data) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("ce-specversion", "1.0");
    headers.put("ce-type", Percent.encoded(type));
    headers.put("ce-source", Percent.encoded(source));
    headers.put("ce-id", Percent.encoded(id));
    others.forEach((name, value) -> headers.put("ce-" + name, Percent.encoded(value)));
    return new Outgoing(headers, data);
  }

  private static Map<String, String> extensions(Attributes attributes) {
    var texts = new LinkedHashMap<String, String>();
    attributes.extensions().forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private static JsonNode data(Record record) {
    var json = Payload.json(record);
    return Json.bytes(json).length > LONGEST ? claim(record, json) : json;
  }

  private static JsonNode claim(Record record, JsonNode whole) {
    var stub = Json.object().put(STORED, true);
    return switch (record) {
      case Call call -> stub.put("id", call.id()).put("node", call.node());
      case Result result -> stub.put("callId", result.callId()).put("node", result.node());
      case Answer answer -> stub.put("traversal", answer.traversal());
      default -> whole;
    };
  }
}
