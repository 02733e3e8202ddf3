package io.octograph.traversal;

import io.octograph.graph.Graph;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Drives walks within one process: masters by a {@link Decider}, workers by a {@link Caller}, each
 * step on a virtual thread of its own. Shared by all requests.
 */
public final class TraversalRunner {
  private final Decider decider;
  private final Caller caller;
  private final InstantSource clock;
  private final Alarm alarm;

  /** A runner by the system's clock. */
  public TraversalRunner(Decider decider, Caller caller) {
    this(decider, caller, InstantSource.system(), Alarm.of(InstantSource.system()));
  }

  /** A runner by another clock, and its alarm. */
  public TraversalRunner(Decider decider, Caller caller, InstantSource clock, Alarm alarm) {
    this.decider = Objects.requireNonNull(decider, "A runner needs a decider.");
    this.caller = Objects.requireNonNull(caller, "A runner needs a caller.");
    this.clock = Objects.requireNonNull(clock, "A runner needs a clock.");
    this.alarm = Objects.requireNonNull(alarm, "A runner needs an alarm.");
  }

  /**
   * Walks to the end, on the calling thread, which may be a virtual one.
   *
   * @param graph kept for the whole walk, also when a newer version is loaded meanwhile
   * @param id of the walk, without a slash
   * @return the answer; a failed walk is an answer too ({@link Answer#failed})
   * @throws InterruptedException when the calling thread was interrupted: the client went away. All
   *     steps are interrupted then, as they are in every other way out.
   * @throws io.octograph.graph.UnknownNodeException if the query names an unknown node to start at
   */
  public Answer run(Graph graph, String id, Query query, WalkListener listener)
      throws InterruptedException {
    try (var run = new Run(new Ports(decider, caller, clock, alarm), graph, query, listener)) {
      return run.walk(id);
    }
  }

  /** What a run works with. */
  record Ports(Decider decider, Caller caller, InstantSource clock, Alarm alarm) {}
}
