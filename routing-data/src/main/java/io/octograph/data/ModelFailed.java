package io.octograph.data;

import java.util.Objects;

/** A request that came to nothing, with a sentence for the person who waits. */
final class ModelFailed extends Exception {
  enum Kind {
    /** It may pass, but did not within all retries. */
    PASSING,
    /** It will be so each time: a wrong address, key or model. */
    LASTING,
    /** There is no budget for it. */
    BUDGET
  }

  private final Kind kind;

  ModelFailed(Kind kind, String message) {
    super(message);
    this.kind = Objects.requireNonNull(kind, "A failure needs a kind.");
  }

  Kind kind() {
    return kind;
  }
}
