package io.octograph.router.query;

import io.octograph.traversal.Step;
import io.octograph.traversal.store.StoredWalk;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client has been told of a walk. The store holds a walk's last state alone, so an event's
 * id says not only which revision it was read from but all that went before it: a client that
 * resumes misses nothing and gets nothing twice, from whichever process.
 *
 * @param bits bit 0 for the end; for step n bit 1 + 2n when it was decided or called, and the next
 *     when it was answered
 */
record Seen(BigInteger bits) {
  static final Seen NOTHING = new Seen(BigInteger.ZERO);

  private static final Pattern ID = Pattern.compile("\\d{1,19}-([0-9a-f]{1,1024})");

  /** Kinds of news. */
  enum Kind {
    DECIDED,
    CALLED,
    ANSWERED,
    ENDED
  }

  /**
   * One piece of news.
   *
   * @param step null for the end
   * @param seen once this is told
   */
  record News(Kind kind, Step step, Seen seen) {}

  /** From an event's id; empty when it is none. */
  static Optional<Seen> read(String id) {
    Matcher parts = ID.matcher(id);
    return parts.matches()
        ? Optional.of(new Seen(new BigInteger(parts.group(1), 16)))
        : Optional.empty();
  }

  /** As an event's id. */
  String text(long revision) {
    return revision + "-" + bits.toString(16);
  }

  boolean ended() {
    return bits.testBit(0);
  }

  /** What has not been told yet, oldest steps first. */
  List<News> news(StoredWalk walk) {
    List<News> news = new ArrayList<>();
    Seen so = this;
    List<Step> steps = walk.traversal().steps();
    for (int n = 0; n < steps.size(); n++) {
      Step step = steps.get(n);
      boolean open = step.phase() == Step.Phase.OPEN;
      boolean calls = step.call() != null;
      if (calls || !open) {
        so = so.add(news, calls ? Kind.CALLED : Kind.DECIDED, step, 1 + 2 * n);
      }
      if (calls && !open) {
        so = so.add(news, Kind.ANSWERED, step, 2 + 2 * n);
      }
    }
    if (walk.traversal().finished()) {
      so.add(news, Kind.ENDED, null, 0);
    }
    return news;
  }

  private Seen add(List<News> news, Kind kind, Step step, int bit) {
    if (bits.testBit(bit)) {
      return this;
    }
    Seen next = new Seen(bits.setBit(bit));
    news.add(new News(kind, step, next));
    return next;
  }
}
