package io.octograph.function;

import io.octograph.openai.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers what never reaches a resource: bodies that are too large, addresses that do not exist or
 * are closed here.
 */
@Singleton
public class Doors {
  /** Before anything reads a body. */
  private static final int FIRST = Integer.MIN_VALUE;

  /** After Funqy's handler has read bodies, those of requests to resources too. */
  private static final int READ = -400;

  /** Dead letters belong to the door of events. */
  private static final String REQUESTS = "/(?:v1(?!/dead-letters(?:/|$))|nodes)(?:/.*)?";

  private final int megabytes;
  private final boolean closed;

  Doors(Bodies bodies, OctographConfig config) {
    megabytes = bodies.megabytes();
    closed = config.doors() == OctographConfig.OpenDoors.EVENTS;
  }

  void routes(@Observes Router router) {
    router.route().order(FIRST).handler(this::refuseLargeBodies);
    if (closed) {
      router.routeWithRegex(REQUESTS).order(FIRST).handler(Doors::refuseRequests);
    }
    router.route().order(READ).handler(Doors::giveEmptyBodies);
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
      if (context.request().version() != HttpVersion.HTTP_2) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
      }
      answer(context, Refusals.tooLarge(megabytes));
    } else {
      context.next();
    }
  }

  /**
   * A body that was read and is empty counts as not read, and then a resource waits for it until
   * the connection times out.
   */
  private static void giveEmptyBodies(RoutingContext context) {
    if (context.request().isEnded() && context.body().buffer() == null) {
      ((RoutingContextInternal) context).setBody(Buffer.buffer());
    }
    context.next();
  }

  private static void refuseRequests(RoutingContext context) {
    answer(
        context,
        ApiError.of(
            404,
            "unknown_url",
            "Only events are taken here; requests to /v1 go to the public door."));
  }

  /** Answers with an error, unless an answer is under way. */
  public static void answer(RoutingContext context, ApiError error) {
    if (!context.response().headWritten()) {
      error
          .retryAfterSeconds()
          .ifPresent(wait -> context.response().putHeader(HttpHeaders.RETRY_AFTER, wait));
      context
          .response()
          .setStatusCode(error.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Buffer.buffer(error.bytes()));
    }
  }
}
