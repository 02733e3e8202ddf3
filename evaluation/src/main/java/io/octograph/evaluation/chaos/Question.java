package io.octograph.evaluation.chaos;

import java.util.Locale;

/**
 * A question of the run.
 *
 * @param id the query event's id, and its correlationid
 * @param kind how the walk is meant to go; a master may see it otherwise
 * @param language such as {@code en}
 */
public record Question(String id, String text, Kind kind, String language) {
  /** How a walk is meant to go. */
  public enum Kind {
    /** One worker. */
    SINGLE,
    /** Several calls at once. */
    PARALLEL,
    /** Through a master behind the first. */
    NESTED,
    /** A worker, and then its neighbour. */
    TWO_STEP;

    /** For people. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
