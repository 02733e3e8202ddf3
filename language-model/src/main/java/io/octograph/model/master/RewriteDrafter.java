package io.octograph.model.master;

import io.octograph.model.Drafter;
import io.octograph.model.PromptLookup;
import java.util.Arrays;
import java.util.List;

/**
 * Guesses how a rewrite goes on: as the query does; and where nothing of the query fits, or it is
 * through, with the close of the frame and the end token.
 */
final class RewriteDrafter implements Drafter {
  private final PromptLookup lookup;
  private final int[] closing;

  /**
   * Takes the query's ids, after those of what it may refer to.
   *
   * @param closing what ends a rewrite
   */
  RewriteDrafter(int[] query, int[] closing) {
    this.lookup = new PromptLookup(query);
    this.closing = closing;
  }

  @Override
  public int[] draft(List<Integer> written) {
    var draft = lookup.draft(written);
    if (draft.length > 0 && !lookup.atEnd(draft)) {
      return draft;
    }
    var all = Arrays.copyOf(draft, draft.length + closing.length);
    System.arraycopy(closing, 0, all, draft.length, closing.length);
    return all;
  }
}
