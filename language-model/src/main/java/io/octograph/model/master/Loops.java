package io.octograph.model.master;

import java.util.List;

/** Notices that a model repeats itself, as small ones do when they are read greedily. */
final class Loops {
  private static final int LONGEST_PERIOD = 48;
  private static final int LEAST_ROUNDS = 3;
  // A number such as 1000000000000 is so many equal tokens, and no loop.
  private static final int LEAST_TOKENS = 24;

  private Loops() {}

  /** Whether the last tokens are one piece, repeated. */
  static boolean found(List<Integer> ids) {
    for (int period = 1; period <= LONGEST_PERIOD; period++) {
      int length = Math.max(LEAST_TOKENS, LEAST_ROUNDS * period);
      if (ids.size() >= length && repeats(ids.subList(ids.size() - length, ids.size()), period)) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeats(List<Integer> ids, int period) {
    for (int i = period; i < ids.size(); i++) {
      if (!ids.get(i).equals(ids.get(i - period))) {
        return false;
      }
    }
    return true;
  }
}
