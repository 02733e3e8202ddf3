package io.octograph.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.Json;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Words;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.TreeMap;

/** Events in structured mode: one JSON object holds attributes and data. */
final class StructuredEvents {
  private static final Set<String> NO_EXTENSIONS =
      Set.of("specversion", "type", "source", "id", "data", "data_base64", "datacontenttype");

  private StructuredEvents() {}

  static Incoming read(byte[] body) {
    var event = RequestBody.read(body).object();
    version(event.path("specversion").asText(null));
    return new Incoming(
        required(event, "type"),
        required(event, "source"),
        required(event, "id"),
        extensions(event),
        data(event),
        true);
  }

  static String text(Incoming incoming) {
    var event =
        Json.object()
            .put("specversion", "1.0")
            .put("id", incoming.id())
            .put("source", incoming.source())
            .put("type", incoming.type())
            .put("datacontenttype", "application/json");
    new TreeMap<>(incoming.extensions()).forEach(event::put);
    if (incoming.data().length > 0) {
      put(event, incoming.data());
    }
    return Json.text(event);
  }

  /** Refuses other major versions, which have other names for things. */
  static void version(String version) {
    if (version == null || !version.startsWith("1.")) {
      var given = version == null ? "has no specversion" : "is of version " + Words.clip(version);
      throw ApiError.invalid("specversion", "The event " + given + "; send CloudEvents 1.0.")
          .exception();
    }
  }

  private static void put(ObjectNode event, byte[] data) {
    try {
      event.set("data", Json.read(data));
    } catch (IOException broken) {
      event.put("data_base64", data);
    }
  }

  private static String required(JsonNode event, String name) {
    var value = event.path(name);
    if (value.isMissingNode()) {
      throw ApiError.invalid(name, "The event has no " + name + "; give it one.").exception();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw ApiError.invalid(name, Words.wrong("The event's " + name, value, "text")).exception();
    }
    return value.textValue();
  }

  private static TreeMap<String, String> extensions(ObjectNode event) {
    var extensions = new TreeMap<String, String>();
    event
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isContainerNode() && !NO_EXTENSIONS.contains(field.getKey())) {
                var wanted = "text, a number, true or false";
                throw ApiError.invalid(
                        field.getKey(), Words.wrong(field.getKey(), field.getValue(), wanted))
                    .exception();
              }
              if (!field.getValue().isNull() && !NO_EXTENSIONS.contains(field.getKey())) {
                extensions.put(field.getKey(), field.getValue().asText());
              }
            });
    return extensions;
  }

  private static byte[] data(ObjectNode event) {
    if (event.has("data")) {
      return Json.bytes(event.get("data"));
    }
    try {
      return Base64.getDecoder().decode(event.path("data_base64").asText(""));
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid("data_base64", "The event's data_base64 is no base64; send JSON.")
          .exception();
    }
  }
}
