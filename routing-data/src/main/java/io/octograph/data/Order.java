package io.octograph.data;

import java.util.List;
import java.util.Optional;

/**
 * One request for rows of one slot.
 *
 * @param number from 0 within its slot; with the seed it decides all that is drawn
 * @param wishes one for each row, at least one
 */
record Order(Slot slot, int number, double temperature, List<Wish> wishes) {
  /**
   * One row that is wanted.
   *
   * @param nodes what the master should decide: one node, several, {@link Row#NO_NODE} or {@link
   *     Row#FINISH}
   * @param steps the nodes that have answered so far
   * @param other a node whose words are used (hard rows), or of which the talk was before
   *     (follow-ups)
   */
  record Wish(
      List<String> nodes,
      List<String> steps,
      Optional<Subtopic> about,
      String style,
      Optional<String> other) {}

  /**
   * @param subject of the node, where it has subjects
   * @param name what the row is about; may be the subject's own name
   */
  record Subtopic(Optional<String> subject, String name) {
    /** As the rows have it, e.g. {@code high_school_physics}. */
    Optional<String> topic() {
      return subject.map(words -> words.replaceAll("[\\s-]+", "_"));
    }
  }

  String id() {
    return slot.key() + "#" + number;
  }
}
