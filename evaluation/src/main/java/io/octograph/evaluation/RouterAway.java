package io.octograph.evaluation;

import java.net.URI;

/** Nobody listens at the router's address: what is asked there would count as wrong for nothing. */
public final class RouterAway extends RuntimeException {
  RouterAway(URI router, Throwable cause) {
    super(
        "No router answers at %s (any more): see that it runs there, and evaluate again."
            .formatted(router),
        cause);
  }
}
