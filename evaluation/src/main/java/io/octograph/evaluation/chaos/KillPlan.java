package io.octograph.evaluation.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is killed next, and when. Victims are dealt like cards: none comes again before all have had
 * their turns. Endless; not safe for several threads.
 */
public final class KillPlan {
  private final List<String> victims;
  private final long least;
  private final long most;
  private final Random random;
  private final List<String> deck = new ArrayList<>();

  /**
   * One kill.
   *
   * @param after the kill before it, or the beginning
   * @param victim the process
   */
  public record Kill(Duration after, String victim) {}

  /**
   * @param victims by name; one that stands there twice is killed twice as often
   * @param least time between two kills
   * @param most time between two kills
   */
  public KillPlan(List<String> victims, Duration least, Duration most, long seed) {
    if (victims.isEmpty() || least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "A kill needs a victim and a span of time, and these are %s and %s to %s."
              .formatted(victims, least, most));
    }
    this.victims = List.copyOf(victims);
    this.least = least.toMillis();
    this.most = most.toMillis();
    this.random = new Random(seed);
  }

  /** The next one. */
  public Kill next() {
    if (deck.isEmpty()) {
      deck.addAll(victims);
      Collections.shuffle(deck, random);
    }
    var after = Duration.ofMillis(random.nextLong(least, most + 1));
    return new Kill(after, deck.removeLast());
  }
}
