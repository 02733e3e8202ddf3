package io.octograph.event;

import static io.octograph.event.StructuredEvents.version;

import io.octograph.openai.ApiError;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.TreeMap;

/** Events in binary mode: attributes are headers, data is the body. */
final class BinaryEvents {
  static final String PREFIX = "ce-";

  private BinaryEvents() {}

  static Incoming read(MultiMap headers, byte[] body) {
    var attributes = new TreeMap<String, String>();
    for (var header : headers) {
      var name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX)) {
        attributes.put(name.substring(PREFIX.length()), Percent.decoded(header.getValue()));
      }
    }
    version(attributes.remove("specversion"));
    return new Incoming(
        taken(attributes, "type"),
        taken(attributes, "source"),
        taken(attributes, "id"),
        attributes,
        body,
        false);
  }

  private static String taken(TreeMap<String, String> attributes, String name) {
    var value = attributes.remove(name);
    if (value == null || value.isBlank()) {
      var message = "The event has no %s; give it one in the header ce-%s.";
      throw ApiError.invalid(name, message.formatted(name, name)).exception();
    }
    return value;
  }
}
