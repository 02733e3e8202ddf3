package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What Java does around a run of the network. It lies in the package of what it measures, whose
 * classes are nobody else's business.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Thread)
public class LaneLoops {
  private static final int LANES = 4;
  private static final int VOCABULARY = 49_152;
  private static final int FUNCTIONAL = 18;
  private static final int DRAFTED = 4;

  private final FloatBuffer vocabulary = FloatBuffer.allocate(LANES * DRAFTED * VOCABULARY);
  private final FloatBuffer functional = FloatBuffer.allocate(LANES * DRAFTED * FUNCTIONAL);
  private final List<Step> steps = List.of(decides(), writes(), writes(), writes());
  private final LaneLayout layout = LaneLayout.of(steps, LANES);

  /** Where the tokens of a decision and three rewrites lie in a run. */
  @Benchmark
  public Object layout() {
    return LaneLayout.of(steps, LANES);
  }

  /** Their logits: of the decision 18, of each token of the rewrites 49,152 and 18. */
  @Benchmark
  public Object handOut() {
    steps.forEach(step -> step.logits().clear());
    layout.handOut(steps, vocabulary, VOCABULARY, functional, FUNCTIONAL);
    return steps;
  }

  private static Step decides() {
    return step(new int[30], 29, Rows.FUNCTIONAL);
  }

  private static Step writes() {
    return step(new int[DRAFTED], 0, Rows.ALL);
  }

  /** Without a cache, which is looked at for steps of one token alone. */
  private static Step step(int[] ids, int from, Rows rows) {
    return new Step(new Object(), null, 40, ids, from, rows, new ArrayList<>());
  }
}
