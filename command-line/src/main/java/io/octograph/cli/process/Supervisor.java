package io.octograph.cli.process;

import io.octograph.cli.http.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Keeps some child processes together: all are ready, or none stays. Ctrl-C, an exception and
 * {@link #close} stop them alike.
 */
public final class Supervisor implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final List<Child> children = new ArrayList<>();
  private final Readiness readiness;
  private final InstantSource clock;
  private final Thread hook = new Thread(this::stopAll, "stop-children");

  private Supervisor(Readiness readiness, InstantSource clock) {
    this.readiness = readiness;
    this.clock = clock;
  }

  /** Starts them all; where one cannot be started, none is left. */
  public static Supervisor start(List<Launch> launches, Readiness readiness, InstantSource clock)
      throws IOException {
    Supervisor supervisor = new Supervisor(readiness, clock);
    Runtime.getRuntime().addShutdownHook(supervisor.hook);
    try {
      for (Launch launch : launches) {
        supervisor.children.add(Child.start(launch));
      }
      return supervisor;
    } catch (IOException e) {
      supervisor.close();
      throw e;
    }
  }

  /**
   * Returns once every child answers that it is ready.
   *
   * @param patience how long that may take
   * @param waiting is told now and then which child it waits for
   * @throws ChildEnded where a child ends before, says that it cannot work, or is not ready in time
   */
  public void awaitReady(Duration patience, Consumer<String> waiting)
      throws ChildEnded, InterruptedException {
    var until = clock.instant().plus(patience);
    for (Child child : children) {
      String name = child.launch().name();
      for (var state = look(child); !state.ready(); state = look(child)) {
        waiting.accept(name);
        if (state.problem().isPresent()) {
          throw new ChildEnded("the " + name + " says: " + state.problem().get(), child, 0);
        }
        if (clock.instant().isAfter(until)) {
          throw new ChildEnded(
              "the " + name + " is not ready after " + patience.toSeconds() + " s.", child, 0);
        }
        if (anyEnded(BETWEEN_LOOKS_MILLIS)) {
          throw ended();
        }
      }
    }
  }

  private Readiness.State look(Child child) throws InterruptedException {
    return readiness.state(child.launch().ready());
  }

  /** Returns never; it throws when the first child ends. */
  public void awaitEnd() throws ChildEnded, InterruptedException {
    while (!anyEnded(Long.MAX_VALUE)) {
      // the wait is in the condition
    }
    throw ended();
  }

  private boolean anyEnded(long millis) throws InterruptedException {
    CompletableFuture<?>[] ends =
        children.stream().map(child -> child.process().onExit()).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.anyOf(ends).get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process cannot fail", e.getCause());
    }
  }

  private ChildEnded ended() {
    Child child = children.stream().filter(c -> !c.process().isAlive()).findFirst().orElseThrow();
    int code = child.process().exitValue();
    return new ChildEnded(
        "the " + child.launch().name() + " ended with code " + code + ".", child, code);
  }

  private void stopAll() {
    List<Child> last = children.reversed();
    last.forEach(Child::ask);
    last.forEach(Child::end);
  }

  /** Stops every child and waits until they are gone. */
  @Override
  public void close() {
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C came first: the hook stops the same children
    }
  }
}
