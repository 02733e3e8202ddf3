package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a drafter's guesses together with what is certain, in one run, and keeps what may follow
 * each of them (speculative decoding, Leviathan et al., ICML 2023, section 2.1, for a greedy target
 * and a drafter without a model). Who decodes goes token by token and does not notice: where a
 * guess was right, the logits are there already; where it was wrong, it is forgotten.
 *
 * <p>What is read for a token does not depend on what else is in its run, so the logits are those
 * that reading token by token gives. Not safe for use by several threads.
 */
public final class ReadAhead {
  private final Sequence sequence;
  private final Rows rows;
  private final Drafter drafter;
  private final RunStats stats;
  private final List<Integer> written = new ArrayList<>();
  private int[] guesses = {};
  private List<Logits> after = List.of();
  private int used;

  /**
   * Begins where the sequence stands.
   *
   * @param rows the logits wanted after each token
   */
  public ReadAhead(LanguageModel model, Sequence sequence, Rows rows, Drafter drafter) {
    this.sequence = sequence;
    this.rows = rows;
    this.drafter = drafter;
    this.stats = model.stats();
  }

  /**
   * The logits after these tokens.
   *
   * @param ids what comes next for certain, at least one
   */
  public Logits read(int... ids) {
    for (int id : ids) {
      written.add(id);
    }
    int right = 0;
    while (right < ids.length && used < guesses.length && guesses[used] == ids[right]) {
      used++;
      right++;
      stats.accepted();
    }
    if (right == ids.length) {
      return after.get(used);
    }
    forget();
    return run(Arrays.copyOfRange(ids, right, ids.length));
  }

  /** Tokens that can still be read. */
  public int room() {
    return sequence.room() + guesses.length - used;
  }

  /** Forgets the guesses that nobody asked for, so that the sequence is what was read. */
  public void forget() {
    sequence.truncate(sequence.length() - (guesses.length - used));
    guesses = new int[0];
    used = 0;
  }

  private Logits run(int[] ids) {
    var drafted = drafter.draft(written);
    guesses = Arrays.copyOf(drafted, Math.min(drafted.length, sequence.room() - ids.length));
    after = sequence.append(Prompt.join(ids, guesses), ids.length - 1, rows);
    stats.guessed(guesses.length);
    return after.getFirst();
  }
}
