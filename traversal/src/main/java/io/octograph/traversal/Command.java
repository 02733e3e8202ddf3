package io.octograph.traversal;

import java.util.List;

/** What a walk wants done next. Carrying one out twice is harmless: ids are derived. */
public sealed interface Command {
  /**
   * Ask a master. Answered by {@link Outcome.Decided} or {@link Outcome.Failed}.
   *
   * @param id of the step, {@code traversal/hop/index}
   * @param master who decides
   * @param among whom it may choose
   * @param question the question there
   * @param answers the answers so far on this branch
   * @param calls the most calls it may make
   */
  record Decide(
      String id, String master, List<String> among, String question, List<Part> answers, int calls)
      implements Command {}

  /**
   * Call a worker. Answered by {@link Outcome.Answered}, {@link Outcome.Failed} or {@link
   * Outcome.TimedOut}.
   *
   * @param call the call
   * @param last true when its text, if it succeeds, is the walk's answer verbatim, so that it can
   *     go to the client byte for byte as it arrives
   */
  record Send(Call call, boolean last) implements Command {}

  /**
   * The walk has ended.
   *
   * @param answer what came of it, good or not
   */
  record Finish(Answer answer) implements Command {}
}
