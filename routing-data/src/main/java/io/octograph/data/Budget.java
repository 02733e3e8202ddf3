package io.octograph.data;

/**
 * What may still be used. A request reserves what it may come to before it is sent, so that the
 * tokens are not exceeded by what is under way, as long as the service keeps to {@code max_tokens}.
 *
 * <p>Safe for several threads.
 */
public final class Budget {
  /**
   * @param requests 1 or more; retries count
   * @param tokens 1 or more; of prompts and answers together
   */
  public record Most(long requests, long tokens) {
    public static final Most UNLIMITED = new Most(Long.MAX_VALUE, Long.MAX_VALUE);

    public Most {
      if (requests < 1 || tokens < 1) {
        throw new IllegalArgumentException(
            "The budget is %d requests and %d tokens; give 1 or more of each, or leave them out."
                .formatted(requests, tokens));
      }
    }
  }

  private final Most most;
  private Usage used;
  private long reserved;

  Budget(Most most, Usage used) {
    this.most = most;
    this.used = used;
  }

  /**
   * Takes a request, and tokens until they are settled.
   *
   * @throws ModelFailed with {@link ModelFailed.Kind#BUDGET} where that would be too much
   */
  synchronized void reserve(long tokens) throws ModelFailed {
    if (used.requests() >= most.requests()) {
      throw new ModelFailed(
          ModelFailed.Kind.BUDGET,
          "The budget of %,d requests is used up.".formatted(most.requests()));
    }
    if (used.tokens() + reserved + tokens > most.tokens()) {
      throw new ModelFailed(
          ModelFailed.Kind.BUDGET,
          "The budget of %,d tokens has no room for another request: %,d are used, and one may take %,d."
              .formatted(most.tokens(), used.tokens(), tokens));
    }
    used = used.plus(new Usage(1, 0, 0));
    reserved += tokens;
  }

  /** Gives back a reservation and counts what was really used. */
  synchronized void settle(long tokens, long prompt, long completion) {
    reserved -= tokens;
    used = used.plus(new Usage(0, prompt, completion));
  }

  synchronized Usage used() {
    return used;
  }
}
