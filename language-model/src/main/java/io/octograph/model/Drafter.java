package io.octograph.model;

import java.util.List;

/** Guesses what a model will write next; a wrong guess costs a little time and changes nothing. */
@FunctionalInterface
public interface Drafter {
  /** Guesses nothing. */
  Drafter NONE = _ -> new int[0];

  /**
   * Ids that may come next, in order; may be none.
   *
   * @param written the ids so far, the last one just decided
   */
  int[] draft(List<Integer> written);
}
