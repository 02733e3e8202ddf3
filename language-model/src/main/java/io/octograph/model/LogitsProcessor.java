package io.octograph.model;

import java.util.List;

/** Changes logits before a token is picked. */
@FunctionalInterface
public interface LogitsProcessor {
  LogitsProcessor NONE = (logits, generated) -> {};

  /**
   * Adjusts in place.
   *
   * @param generated the answer's tokens so far
   */
  void adjust(Logits logits, List<Integer> generated);

  /**
   * Makes tokens that the answer has already less likely (Keskar et al. 2019, section 4.1): small
   * models read by the most probable token fall into loops.
   *
   * @param penalty 1 changes nothing, 1.1 to 1.3 is usual; at least 1
   * @param window how many of the last tokens count
   */
  static LogitsProcessor repetitionPenalty(double penalty, int window) {
    if (!(penalty >= 1 && penalty <= 2)) {
      throw new IllegalArgumentException(
          "The repetition penalty is %s. Give a number from 1 to 2.".formatted(penalty));
    }
    if (penalty == 1) {
      return NONE;
    }
    return (logits, generated) ->
        generated.subList(Math.max(0, generated.size() - window), generated.size()).stream()
            .distinct()
            .forEach(
                id -> {
                  float value = logits.of(id);
                  logits.set(id, (float) (value > 0 ? value / penalty : value * penalty));
                });
  }
}
