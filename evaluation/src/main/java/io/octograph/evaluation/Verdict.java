package io.octograph.evaluation;

import io.octograph.evaluation.metric.Guess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the router said to a row.
 *
 * @param reply empty where it failed
 * @param time from the request to its answer, measured by the client
 * @param error why it failed, where it did
 */
public record Verdict(Row row, Optional<Reply> reply, Duration time, Optional<String> error) {
  /** The first node is right; for a row that no specialist fits, the default node. */
  public boolean right() {
    return row.kind() == Row.Kind.NONE
        ? reply.filter(said -> said.defaulted() || said.nodes().equals(row.nodes())).isPresent()
        : said().equals(row.node());
  }

  /** All nodes are right, in their order. */
  public boolean exact() {
    return reply.filter(said -> said.nodes().equals(row.nodes())).isPresent();
  }

  /** The first node; {@code failed} where there is none. */
  public String said() {
    return reply
        .map(Reply::nodes)
        .filter(nodes -> !nodes.isEmpty())
        .map(List::getFirst)
        .orElse("failed");
  }

  /**
   * The first node for the table of confusions, where the default node is no mistake of its own.
   */
  String column() {
    boolean gaveUp = reply.filter(Reply::defaulted).isPresent() && !said().equals(row.node());
    return gaveUp ? Row.NONE : said();
  }

  /** What the masters themselves chose, whatever the graph made of it. */
  Optional<Guess> guess() {
    return reply.map(
        said -> new Guess(said.chosen().probability(), said.chosen().node().equals(row.node())));
  }

  /** The right node is among the first master's likeliest so many. */
  boolean among(int k) {
    return reply
        .filter(
            said ->
                said.top().stream().limit(k).anyMatch(choice -> choice.node().equals(row.node())))
        .isPresent();
  }
}
