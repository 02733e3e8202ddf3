package io.octograph.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts the steps of requests that come at the same time together into runs (continuous batching,
 * after Yu et al., "Orca", OSDI 2022, section 3: requests join and leave between two runs).
 *
 * <p>A request calls {@link #run} for each of its steps and waits. There is no thread of the
 * engine's: one of those who wait leads a run for all that go with it (flat combining, Hendler et
 * al., SPAA 2010). Steps are served in the order they came; one that decides goes before {@value
 * #AHEAD} runs' worth of others, because a whole walk waits for it, and no step is overtaken for
 * longer than that.
 */
final class Engine implements AutoCloseable {
  /** How many runs a step that decides may go ahead of its time. */
  private static final int AHEAD = 4;

  /** More tokens a run only make everybody in it wait: from here on their cost adds up. */
  private static final int MOST_TOGETHER = 64;

  /** How long a run waits for those who were in the last one: what they do between two steps. */
  private static final long GRACE_NANOS = 1_000_000;

  private final Network network;
  private final RunStats stats;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Turn> waiting = new ArrayList<>();
  private final Set<Object> expected = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean running;
  private long runs;

  /** A step that waits for its run. */
  private static final class Turn {
    private final Step step;
    private final Optional<Adapter> adapter;
    private final long rank;
    private boolean done;
    private RuntimeException failure;

    Turn(Step step, Optional<Adapter> adapter, long rank) {
      this.step = step;
      this.adapter = adapter;
      this.rank = rank;
    }
  }

  Engine(Network network, RunStats stats) {
    this.network = network;
    this.stats = stats;
  }

  /**
   * Runs a step, alone or with others, and returns when its logits are there.
   *
   * @param decides whether a decision waits for it
   * @throws ModelException where ONNX Runtime fails
   */
  void run(Step step, Optional<Adapter> adapter, boolean decides) {
    lock.lock();
    try {
      var turn = new Turn(step, adapter, runs - (decides ? AHEAD : 0));
      expected.remove(step.owner());
      waiting.add(turn);
      changed.signalAll();
      while (!turn.done) {
        if (running) {
          changed.awaitUninterruptibly();
        } else {
          lead();
        }
      }
      if (turn.failure != null) {
        throw turn.failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for this owner's next step any more. */
  void left(Object owner) {
    lock.lock();
    try {
      if (expected.remove(owner)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Steps that wait for a run now. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void lead() {
    running = true;
    List<Turn> turns = List.of();
    try {
      awaitTheOthers();
      turns = next();
      waiting.removeAll(turns);
      runs++;
      lock.unlock();
      try {
        runAll(turns);
      } finally {
        lock.lock();
      }
    } finally {
      running = false;
      expected.clear();
      for (var turn : turns) {
        turn.done = true;
        expected.add(turn.step.owner());
      }
      changed.signalAll();
    }
  }

  private void awaitTheOthers() {
    long left = GRACE_NANOS;
    boolean interrupted = false;
    while (left > 0 && !expected.isEmpty() && waiting.size() < network.lanes()) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first in rank, and those after it that fit in its run. */
  private List<Turn> next() {
    // The sort is stable: of equals who came first stays first.
    waiting.sort(Comparator.comparingLong(turn -> turn.rank));
    var first = waiting.getFirst();
    var turns = new ArrayList<Turn>(List.of(first));
    int tokens = first.step.ids().length;
    int lanes = network.lanes();
    for (var turn : waiting.subList(1, waiting.size())) {
      int more = turn.step.ids().length;
      boolean fits = turns.size() < lanes && tokens + more <= MOST_TOGETHER;
      if (fits && turn.adapter.equals(first.adapter)) {
        turns.add(turn);
        tokens += more;
      }
    }
    return turns;
  }

  private void runAll(List<Turn> turns) {
    long nanos = 0;
    try {
      nanos = network.run(turns.stream().map(turn -> turn.step).toList(), turns.getFirst().adapter);
    } catch (RuntimeException e) {
      if (turns.size() == 1) {
        turns.getFirst().failure = e;
      } else {
        // One request's fault must not end the others.
        turns.forEach(turn -> runAll(List.of(turn)));
      }
    }
    stats.ran(turns.size(), turns.stream().mapToInt(turn -> turn.step.ids().length).sum(), nanos);
  }

  @Override
  public void close() {
    network.close();
  }
}
