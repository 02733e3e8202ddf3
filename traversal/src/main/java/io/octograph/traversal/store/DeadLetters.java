package io.octograph.traversal.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Events that could not be delivered, kept for people: to be read, and to be replayed once their
 * cause is mended. Atomicity, blocking and failures are as in {@link WalkStore}.
 */
public interface DeadLetters {
  /**
   * A dead letter.
   *
   * @param id derived from the event's source and id and from where it could not be delivered
   * @param time when it came here first
   * @param type the event's
   * @param traversal its walk; empty where the event names none
   * @param node its node; empty where the event names none
   * @param reason a sentence: why it could not be delivered
   * @param event the whole event, as structured JSON; empty where it is longer than {@value
   *     #LONGEST_EVENT} characters, for letters have no end but by their number
   */
  record Letter(
      String id,
      Instant time,
      String type,
      String traversal,
      String node,
      String reason,
      String event) {
    static final int LONGEST_EVENT = 100_000;

    public Letter {
      event = event.length() > LONGEST_EVENT ? "" : event;
    }
  }

  /** Keeps a letter, unless one of that id is kept; the oldest make room. */
  void keep(Letter letter);

  /** The newest letters, the newest first. */
  List<Letter> newest(int most);

  Optional<Letter> find(String id);

  /** Throws a letter away; none of that id is fine. */
  void remove(String id);
}
