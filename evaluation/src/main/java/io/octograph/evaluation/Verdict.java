package io.octograph.evaluation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the router said to a row.
 *
 * @param nodes the nodes it chose; empty where it failed
 * @param time from the request to its answer, measured by the client
 * @param error why it failed, where it did
 */
record Verdict(Row row, List<String> nodes, Duration time, Optional<String> error) {
  boolean right() {
    return error.isEmpty() && nodes.equals(row.nodes());
  }
}
