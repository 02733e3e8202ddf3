package io.octograph.cli.http;

/** The router refused, or its answer broke off. The message is for the person who asked. */
public final class RouterFailed extends Exception {
  RouterFailed(String message) {
    super(message);
  }
}
