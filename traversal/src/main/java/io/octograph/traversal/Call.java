package io.octograph.traversal;

import java.util.List;

/**
 * A question put to a worker. It carries its text whole but not the conversation, so that it fits
 * an event.
 *
 * @param id {@code traversal/hop/index}, derived, never random
 * @param hop edges taken from the start to this node, from 1
 * @param index counts the steps of that hop from 0
 * @param node the worker
 * @param token the functional token that chose it; empty when nothing was decided (pinned node,
 *     default node, fallback, single edge, join)
 * @param probability of that token; for a default node that of the decision it stands in for; 1
 *     where nothing was decided
 * @param query the question before the rewrite
 * @param rewrite what the master wrote, kept for the receipt also when it does not go out
 * @param rewritten true when the rewrite goes out (alone, or before the original)
 * @param reason why the rewrite does not go out or the node was not the master's choice; may be
 *     empty
 * @param text what the worker gets in the place of the last user turn
 */
public record Call(
    String id,
    int hop,
    int index,
    String node,
    String token,
    double probability,
    String query,
    String rewrite,
    boolean rewritten,
    String reason,
    String text) {

  /** The conversation for the worker: earlier turns and tool messages as they are. */
  public List<Message> messages(Query query) {
    return query.with(text);
  }
}
