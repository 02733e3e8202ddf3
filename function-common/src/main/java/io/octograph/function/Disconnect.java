package io.octograph.function;

import io.vertx.ext.web.RoutingContext;

/** Notices that a request's client has gone. */
public final class Disconnect {
  private Disconnect() {}

  /**
   * Interrupts the calling virtual thread, which serves this request alone, when the connection
   * closes. It also fires after a whole answer; the thread has nothing left to do then.
   */
  public static void interrupts(RoutingContext context) {
    Thread thread = Thread.currentThread();
    context.addEndHandler(end -> thread.interrupt());
    if (context.response().closed()) {
      thread.interrupt(); // Gone while the request waited for its thread: no handler is told.
    }
  }

  /** Runs when the response has ended or its connection has closed, also before it was written. */
  public static void closes(RoutingContext context, Runnable close) {
    context.addEndHandler(end -> close.run());
    if (context.response().closed()) {
      close.run();
    }
  }
}
