package io.octograph.traversal;

/**
 * One way a decision could have gone.
 *
 * @param node a neighbour's name, {@link #NONE} or {@link #FINISH}
 * @param probability calibrated, over the tokens that were allowed; 0 to 1
 */
public record Choice(String node, double probability) {
  /** No neighbour fits. */
  public static final String NONE = "*none*";

  /** The answers so far are enough. */
  public static final String FINISH = "*finish*";
}
