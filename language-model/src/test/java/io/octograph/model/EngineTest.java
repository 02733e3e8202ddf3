package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who goes with whom, on a scripted network that notes its runs and can be held. */
@Timeout(20)
class EngineTest {
  private final ScriptedNetwork network = new ScriptedNetwork();
  private final RunStats stats = new RunStats();
  private final Engine engine = new Engine(network, stats);

  private static final class ScriptedNetwork implements Network {
    private static final long NANOS = 7;
    private final List<List<Object>> runs = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile Object broken;
    private volatile Supplier<Throwable> fault = () -> new ModelException("It fails.");

    @Override
    public int lanes() {
      return 4;
    }

    @Override
    public CacheMemory memory() {
      throw new AssertionError("These steps have no caches.");
    }

    @Override
    public long run(List<Step> steps, Optional<Adapter> adapter) {
      runs.add(steps.stream().map(Step::owner).toList());
      begun.countDown();
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (steps.stream().anyMatch(step -> step.owner().equals(broken))) {
        switch (fault.get()) {
          case RuntimeException exception -> throw exception;
          case Error error -> throw error;
          case Throwable other -> throw new AssertionError(other);
        }
      }
      return NANOS;
    }

    @Override
    public boolean looks(Adapter adapter) {
      return true;
    }

    @Override
    public Optional<float[]> look(Step step, Adapter adapter) {
      run(List.of(step), Optional.of(adapter));
      return Optional.of(new float[step.ids().length]);
    }

    @Override
    public void close() {
      runs.add(List.of("closed"));
    }
  }

  private static Step step(Object owner, int tokens) {
    return new Step(owner, null, 0, new int[tokens], 0, Rows.NONE, new ArrayList<>());
  }

  /** Runs steps that all come while another one runs, in the order given. */
  private List<CompletableFuture<Void>> meanwhile(List<Runnable> steps) throws Exception {
    network.held = new CountDownLatch(1);
    var first = start(() -> engine.run(step("first", 2), Optional.empty(), false));
    network.begun.await();
    var all = new ArrayList<>(List.of(first));
    for (int i = 0; i < steps.size(); i++) {
      all.add(start(steps.get(i)));
      while (engine.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    network.held.countDown();
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).exceptionally(_ -> null).join();
    return all;
  }

  private static CompletableFuture<Void> start(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }

  private Runnable decode(Object owner) {
    return () -> engine.run(step(owner, 3), Optional.empty(), false);
  }

  private Runnable decide(Object owner, int tokens) {
    return () -> engine.run(step(owner, tokens), Optional.empty(), true);
  }

  @Test
  void theNetworksTimeIsCounted() {
    engine.run(step("a", 2), Optional.empty(), false);
    engine.run(step("b", 3), Optional.empty(), true);
    assertThat(stats.counts().tokens()).isEqualTo(5);
    assertThat(stats.counts().nanos()).isEqualTo(2 * ScriptedNetwork.NANOS);
  }

  @Test
  void whatComesMeanwhileRunsTogetherInItsOrder() throws Exception {
    meanwhile(List.of(decode("a"), decode("b"), decode("c"), decode("d"), decode("e")));
    assertThat(network.runs)
        .containsExactly(List.of("first"), List.of("a", "b", "c", "d"), List.of("e"));
  }

  @Test
  void aDecisionGoesFirstAndTakesOthersAlong() throws Exception {
    meanwhile(List.of(decode("a"), decode("b"), decide("new", 35)));
    assertThat(network.runs).containsExactly(List.of("first"), List.of("new", "a", "b"));
  }

  @Test
  void longStepsDoNotMakeOthersWaitInOneRun() throws Exception {
    meanwhile(List.of(decide("a", 60), decide("b", 60), decode("c")));
    assertThat(network.runs).containsExactly(List.of("first"), List.of("a", "c"), List.of("b"));
  }

  @Test
  void aLookGoesFirstAndAlone() throws Exception {
    var adapter =
        Bundled.model().adapter(Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors"));
    Runnable look =
        () -> assertThat(engine.look(step("look", 3), adapter).orElseThrow()).hasSize(3);
    var results = meanwhile(List.of(decode("a"), look, decode("b"), look));
    assertThat(results).allMatch(result -> !result.isCompletedExceptionally());
    assertThat(network.runs)
        .containsExactly(List.of("first"), List.of("look"), List.of("look"), List.of("a", "b"));
  }

  @Test
  void oneRequestsFaultDoesNotEndTheOthers() throws Exception {
    network.broken = "b";
    var results = meanwhile(List.of(decode("a"), decode("b"), decode("c")));
    assertThat(results.get(1)).isCompleted();
    assertThat(results.get(3)).isCompleted();
    assertThatThrownBy(() -> results.get(2).join())
        .hasRootCauseMessage("It fails.")
        .hasRootCauseInstanceOf(ModelException.class);
    engine.run(step("later", 1), Optional.empty(), false);
  }

  @Test
  void anErrorIsEverybodysWhoWasInTheRun() throws Exception {
    network.broken = "b";
    network.fault = () -> new OutOfMemoryError("No direct memory.");
    var results = meanwhile(List.of(decode("a"), decode("b"), decode("c")));
    for (var result : results.subList(1, 4)) {
      assertThatThrownBy(result::join).hasRootCauseMessage("No direct memory.");
    }
    engine.run(step("later", 1), Optional.empty(), false);
  }

  @Test
  void fourRunsOfDecisionsGoAheadAndNoMore() throws Exception {
    var steps = new ArrayList<Runnable>(List.of(decode("old")));
    for (int i = 0; i < 6; i++) {
      steps.add(decide("decision " + i, 64));
    }
    meanwhile(steps);
    assertThat(network.runs.stream().map(List::getFirst))
        .containsExactly(
            "first",
            "decision 0",
            "decision 1",
            "decision 2",
            "decision 3",
            "old",
            "decision 4",
            "decision 5");
  }

  @Test
  void stepsWithDifferentAdaptersDoNotGoTogether() throws Exception {
    var adapter =
        Bundled.model().adapter(Bundled.FOLDER.resolve("adapters/mmlu/adapter.safetensors"));
    Runnable adapted = () -> engine.run(step("adapted", 3), Optional.of(adapter), false);
    meanwhile(List.of(decode("a"), adapted, decode("b")));
    assertThat(network.runs)
        .containsExactly(List.of("first"), List.of("a", "b"), List.of("adapted"));
  }

  @Test
  void itClosesWhenWhatRunsAndWaitsIsDone() throws Exception {
    network.held = new CountDownLatch(1);
    var first = start(decode("first"));
    network.begun.await();
    var second = start(decode("second"));
    while (engine.waiting() == 0) {
      Thread.onSpinWait();
    }
    var closing = Thread.ofPlatform().start(engine::close);
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(decode("late")::run)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
    network.held.countDown();
    closing.join();
    first.join();
    second.join();
    assertThat(network.runs)
        .containsExactly(List.of("first"), List.of("second"), List.of("closed"));
  }

  @Test
  void whoLeftIsNotWaitedFor() {
    engine.run(step("a", 1), Optional.empty(), false);
    engine.left("a");
    engine.run(step("b", 1), Optional.empty(), false);
    assertThat(network.runs).containsExactly(List.of("a"), List.of("b"));
  }
}
