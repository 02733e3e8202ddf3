package io.octograph.traversal.store;

import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Ids;

/**
 * The event that a walk came of.
 *
 * @param source its {@code source}
 * @param id its {@code id}; both together are the query, however often it is delivered
 * @param reply what it asked to have handed on to its answer
 */
public record Origin(String source, String id, Attributes.Reply reply) {
  /** The id of the walk. */
  public String traversal() {
    return Ids.traversal(source, id);
  }
}
