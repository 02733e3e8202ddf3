package io.octograph.function;

import io.octograph.openai.ApiError;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers what never reaches a resource: bodies that are too large, addresses that do not exist.
 */
@Singleton
public class Doors {
  private final int megabytes;

  Doors(Bodies bodies) {
    megabytes = bodies.megabytes();
  }

  void filters(@Observes Filters filters) {
    filters.register(this::refuseLargeBodies, 1000);
  }

  void routes(@Observes Router router) {
    for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
      router.errorHandler(status, context -> answer(context, Refusals.of(status)));
    }
  }

  /** Quarkus would refuse them too, but without a word. Without a length {@link Bodies} counts. */
  private void refuseLargeBodies(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean large =
        length != null && (length.length() > 9 || Long.parseLong(length) > megabytes << 20);
    if (large) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      answer(context, Refusals.tooLarge(megabytes));
    } else {
      context.next();
    }
  }

  private static void answer(RoutingContext context, ApiError error) {
    if (!context.response().headWritten()) {
      context
          .response()
          .setStatusCode(error.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Buffer.buffer(error.bytes()));
    }
  }
}
