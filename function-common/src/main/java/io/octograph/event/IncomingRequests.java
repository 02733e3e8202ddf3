package io.octograph.event;

import io.octograph.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Tells events from other requests. */
final class IncomingRequests {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch";

  private IncomingRequests() {}

  /** Reads the event; its body has been read. The mode is told as Funqy tells it. */
  static Incoming read(RoutingContext context) {
    var headers = context.request().headers();
    var body =
        Optional.ofNullable(context.body().buffer()).map(Buffer::getBytes).orElse(new byte[0]);
    if (headers.contains("ce-id")) {
      return BinaryEvents.read(headers, body);
    }
    var type = Optional.ofNullable(headers.get(HttpHeaders.CONTENT_TYPE)).orElse("");
    if (type.startsWith(STRUCTURED)) {
      return StructuredEvents.read(body);
    }
    if (type.startsWith(BATCH)) {
      throw ApiError.of(
              415, "unsupported_media_type", "Batches are not taken here; send one event each.")
          .exception();
    }
    throw ApiError.of(
            404,
            "no_event",
            "Nothing is at this address but the door of events, and this is no CloudEvent: send"
                + " the header ce-id, or Content-Type: "
                + STRUCTURED
                + ".")
        .exception();
  }
}
