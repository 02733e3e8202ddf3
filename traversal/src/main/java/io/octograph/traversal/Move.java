package io.octograph.traversal;

import java.util.List;

/**
 * One move of a walk. Where state outlives the process, it is stored before a command is carried
 * out; {@link Walker#pending} gives the commands again after a crash in between.
 *
 * @param traversal the state after the move
 * @param commands what is due now; empty when the outcome changed nothing, or more is awaited
 */
public record Move(Traversal traversal, List<Command> commands) {
  public Move {
    commands = List.copyOf(commands);
  }
}
