package io.octograph.cli.bench;

import io.octograph.evaluation.chaos.FaultPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a rig is set up.
 *
 * @param home the folder of the checkout
 * @param folder for its data and logs; what is there is overwritten
 * @param graph text of the graph file; its models are at {@code ${BENCH_MODEL_URL}}
 * @param workers processes among which the nodes are shared out
 * @param doors as {@code OCTOGRAPH_DOORS} has it
 * @param lease as {@code OCTOGRAPH_LEASE} has it
 * @param doubled probability that the broker delivers an event twice
 * @param seed of that chance
 * @param tick how often the PingSource ticks
 * @param faults of the models
 * @param tuning of the functions' processes
 * @param environment more variables for the functions
 */
public record RigSettings(
    Path home,
    Path folder,
    String graph,
    int workers,
    String doors,
    Duration lease,
    double doubled,
    long seed,
    Duration tick,
    FaultPlan faults,
    Programs.Tuning tuning,
    Map<String, String> environment) {
  public RigSettings {
    environment = Map.copyOf(environment);
    if (workers < 1) {
      throw new IllegalArgumentException("workers is " + workers + "; give 1 or more.");
    }
  }

  /** Everything calm: two workers, all doors, nothing doubled, no faults. */
  public static RigSettings calm(Path home, Path folder, String graph) {
    return new RigSettings(
        home,
        folder,
        graph,
        2,
        "all",
        Duration.ofSeconds(2),
        0,
        1,
        Duration.ofSeconds(5),
        FaultPlan.CALM,
        Programs.Tuning.START,
        Map.of());
  }

  /** The same with chaos in the broker and in the models. */
  public RigSettings chaos(double doubled, FaultPlan faults) {
    return new RigSettings(
        home,
        folder,
        graph,
        workers,
        doors,
        lease,
        doubled,
        faults.seed(),
        tick,
        faults,
        tuning,
        environment);
  }

  /** The same elsewhere. */
  public RigSettings in(Path other) {
    return new RigSettings(
        home,
        other,
        graph,
        workers,
        doors,
        lease,
        doubled,
        seed,
        tick,
        faults,
        tuning,
        environment);
  }

  /** The same with this tuning and so many workers. */
  public RigSettings tuned(Programs.Tuning other, int count) {
    return new RigSettings(
        home, folder, graph, count, doors, lease, doubled, seed, tick, faults, other, environment);
  }
}
