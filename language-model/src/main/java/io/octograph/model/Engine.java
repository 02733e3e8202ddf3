package io.octograph.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts the steps of requests that come at the same time together into runs (continuous batching,
 * after Yu et al., "Orca", OSDI 2022, section 3: requests join and leave between two runs).
 *
 * <p>A request calls {@link #run} for each of its steps and waits. There is no thread of the
 * engine's: one of those who wait leads a run for all that go with it (flat combining, Hendler et
 * al., SPAA 2010). Steps are served in the order they came, but one that decides goes first,
 * because a whole walk waits for it; a step that {@value #AHEAD} runs have gone ahead of is next.
 */
final class Engine implements AutoCloseable {
  /** How many runs of steps that came later, and decide, a step lets pass. */
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
  // Those of the last run, who will mostly come with their next step at once.
  private final Map<Object, Optional<Adapter>> expected = new IdentityHashMap<>();
  private boolean running;
  private boolean closed;

  /** A step that waits for its run. */
  private static final class Turn {
    private final Step step;
    private final Optional<Adapter> adapter;
    private final Kind kind;
    private int passed;
    private Optional<float[]> states = Optional.empty();
    private boolean done;
    private Throwable failure;

    Turn(Step step, Optional<Adapter> adapter, Kind kind) {
      this.step = step;
      this.adapter = adapter;
      this.kind = kind;
    }

    boolean goesWith(Turn other) {
      return kind != Kind.LOOK && other.kind != Kind.LOOK && adapter.equals(other.adapter);
    }
  }

  private enum Kind {
    /** A decision waits for it. */
    DECIDES,
    /** As {@link #DECIDES}, through the lower layers alone. */
    LOOK,
    /** Part of a text, or a prompt for one. */
    WRITES
  }

  Engine(Network network, RunStats stats) {
    this.network = network;
    this.stats = stats;
  }

  /**
   * Runs a step, alone or with others, and returns when its logits are there.
   *
   * @param decides whether a decision waits for it
   * @throws ModelException where ONNX Runtime fails, or the engine is closed
   */
  void run(Step step, Optional<Adapter> adapter, boolean decides) {
    take(new Turn(step, adapter, decides ? Kind.DECIDES : Kind.WRITES));
  }

  /**
   * Runs a step that decides through the lower layers alone, in a run of its own, as {@link
   * Network#look}; empty where the network cannot do so, or not yet.
   */
  Optional<float[]> look(Step step, Adapter adapter) {
    return network.looks(adapter)
        ? take(new Turn(step, Optional.of(adapter), Kind.LOOK)).states
        : Optional.empty();
  }

  private Turn take(Turn turn) {
    lock.lock();
    try {
      if (closed) {
        throw new ModelException("The model is closed: nothing can be read any more.");
      }
      expected.remove(turn.step.owner());
      waiting.add(turn);
      changed.signalAll();
      while (!turn.done) {
        if (running) {
          changed.awaitUninterruptibly();
        } else {
          lead();
        }
      }
      switch (turn.failure) {
        case null -> {
          return turn;
        }
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        default -> throw new IllegalStateException(turn.failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for this owner's next step any more. */
  void left(Object owner) {
    lock.lock();
    try {
      if (expected.remove(owner) != null) {
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
        expected.put(turn.step.owner(), turn.adapter);
      }
      changed.signalAll();
    }
  }

  private void awaitTheOthers() {
    long left = GRACE_NANOS;
    boolean interrupted = false;
    while (left > 0 && waiting.size() < network.lanes() && othersMayCome()) {
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

  private boolean othersMayCome() {
    var first = first();
    return first.kind != Kind.LOOK
        && expected.values().stream().anyMatch(adapter -> adapter.equals(first.adapter));
  }

  /** The one whose turn it is, and those that fit in its run. */
  private List<Turn> next() {
    var first = first();
    var turns = new ArrayList<Turn>(List.of(first));
    int tokens = first.step.ids().length;
    int lanes = network.lanes();
    boolean passed = true;
    for (var turn : waiting) {
      int more = turn.step.ids().length;
      if (turn == first) {
        passed = false;
      } else if (turns.size() < lanes && tokens + more <= MOST_TOGETHER && turn.goesWith(first)) {
        turns.add(turn);
        tokens += more;
      } else if (passed) {
        turn.passed++;
      }
    }
    return turns;
  }

  private Turn first() {
    var oldest = waiting.getFirst();
    return oldest.passed >= AHEAD
        ? oldest
        : waiting.stream().filter(turn -> turn.kind != Kind.WRITES).findFirst().orElse(oldest);
  }

  private void runAll(List<Turn> turns) {
    var first = turns.getFirst();
    try {
      long nanos =
          first.kind == Kind.LOOK
              ? look(first)
              : network.run(turns.stream().map(turn -> turn.step).toList(), first.adapter);
      stats.ran(turns.size(), turns.stream().mapToInt(turn -> turn.step.ids().length).sum(), nanos);
    } catch (RuntimeException e) {
      if (turns.size() == 1) {
        first.failure = e;
      } else {
        // One request's fault must not end the others.
        turns.forEach(turn -> turn.step.logits().clear());
        turns.forEach(turn -> runAll(List.of(turn)));
      }
    } catch (Error e) {
      // Out of memory, say: nobody may go on as if the run had been made.
      turns.forEach(turn -> turn.failure = e);
    }
  }

  private long look(Turn turn) {
    long begun = System.nanoTime();
    turn.states = network.look(turn.step, turn.adapter.orElseThrow());
    return System.nanoTime() - begun;
  }

  /** Refuses steps from now on, and returns when those that wait have had their runs. */
  void stop() {
    lock.lock();
    try {
      closed = true;
      while (running || !waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops, and closes the network. */
  @Override
  public void close() {
    stop();
    network.close();
  }
}
