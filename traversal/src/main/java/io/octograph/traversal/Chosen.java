package io.octograph.traversal;

import java.util.Objects;

/**
 * A neighbour that a master chose.
 *
 * @param node the neighbour's name
 * @param token its functional token's text at that master, such as {@code <nexa_4>}
 * @param probability of the token among those that were allowed at its place; 0 to 1
 * @param rewrite the query as the master puts it to that node, unguarded; empty when only the
 *     decision was asked for, or is known so far
 */
public record Chosen(String node, String token, double probability, String rewrite) {
  public Chosen {
    Objects.requireNonNull(node, "A choice has no node.");
    token = token == null ? "" : token;
    rewrite = rewrite == null ? "" : rewrite;
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "The probability of " + node + " is " + probability + "; it must lie in 0 to 1.");
    }
  }
}
