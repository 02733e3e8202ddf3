package io.octograph.model;

import java.util.Arrays;
import java.util.List;

/**
 * Guesses that a text goes on as it did after the same words before: in the prompt that it rewrites
 * (prompt lookup decoding, Saxena 2023; "LLMA", Yang et al., arXiv 2304.04487, section 3), nearest
 * to where it copied last. The more of it was right, the more it guesses next time. Not safe for
 * use by several threads.
 */
public final class PromptLookup implements Drafter {
  private static final int LONGEST_MATCH = 3;
  private static final int LEAST = 1;
  private static final int MOST = 8;

  private final int[] prompt;
  private int many = 3;
  private int copiedTo;
  private int guessed;
  private int writtenBefore;

  /** Takes the ids that may be copied. */
  public PromptLookup(int[] prompt) {
    this.prompt = prompt.clone();
  }

  @Override
  public int[] draft(List<Integer> written) {
    learn(written.size());
    int from = continuation(written);
    var draft =
        from < 0
            ? new int[0]
            : Arrays.copyOfRange(prompt, from, Math.min(prompt.length, from + many));
    if (from >= 0) {
      copiedTo = from;
    }
    guessed = draft.length;
    return draft;
  }

  /** Where the prompt is through: nothing more to copy. */
  public boolean atEnd(int[] draft) {
    return draft.length > 0 && copiedTo + draft.length == prompt.length;
  }

  /** Of the last guess, those were right that were written without asking again, but for one. */
  private void learn(int nowWritten) {
    if (guessed > 0) {
      int right = nowWritten - writtenBefore - 1;
      many = right >= guessed ? Math.min(MOST, many + 2) : Math.max(LEAST, right + 1);
    }
    writtenBefore = nowWritten;
  }

  /** Index in the prompt of what followed the last words there; -1 where they are not in it. */
  private int continuation(List<Integer> written) {
    for (int length = Math.min(LONGEST_MATCH, written.size()); length > 0; length--) {
      int best = -1;
      for (int end = length; end < prompt.length; end++) {
        boolean nearer = best < 0 || Math.abs(end - copiedTo) < Math.abs(best - copiedTo);
        if (nearer && matches(written, end, length)) {
          best = end;
        }
      }
      if (best >= 0) {
        return best;
      }
    }
    return -1;
  }

  private boolean matches(List<Integer> written, int end, int length) {
    for (int i = 1; i <= length; i++) {
      if (written.get(written.size() - i) != prompt[end - i]) {
        return false;
      }
    }
    return true;
  }
}
