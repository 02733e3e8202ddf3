package io.octograph.traversal;

import java.time.Instant;
import java.util.List;

/**
 * The whole state of one walk, as plain data: records, lists, strings, numbers and enums, so that
 * any JSON mapper can store it. Immutable; {@link Walker} makes the next one.
 *
 * @param id derived from the query's source and id
 * @param graph the graph's name
 * @param version the graph's version: a walk ends on the one it began with
 * @param query what was asked
 * @param startedMillis since the epoch
 * @param steps in the order they were taken; the first is the root
 * @param limit the limit that was met first; {@link FinishReason#STOP} when none was
 * @param answer once the walk has ended; else null
 */
public record Traversal(
    String id,
    String graph,
    int version,
    Query query,
    long startedMillis,
    List<Step> steps,
    FinishReason limit,
    Answer answer) {
  public Traversal {
    steps = List.copyOf(steps);
  }

  /** The walk ended without its rules, which nobody has any more. */
  public Traversal abandoned(String failure, Instant now) {
    long took = now.toEpochMilli() - startedMillis;
    var none =
        new Receipt(
            id,
            graph,
            version,
            List.of(),
            List.of(),
            List.of(),
            Usage.NONE,
            0,
            FinishReason.FAILED,
            took);
    var end =
        new Answer(
            id, "", FinishReason.FAILED, FinishReason.FAILED.openai(), "", failure, true, none);
    return new Traversal(id, graph, version, query, startedMillis, steps, limit, end);
  }

  /** True when nothing can change it any more. */
  public boolean finished() {
    return answer != null;
  }
}
