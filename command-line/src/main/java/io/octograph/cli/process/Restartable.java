package io.octograph.cli.process;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * One child process that may be killed and started again in its old place. Ctrl-C and {@link
 * #close} end it for good. Safe for use by several threads.
 */
public final class Restartable implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private final Launch launch;
  private final InstantSource clock;
  private final Thread hook;
  private Child child;
  private boolean closed;

  /** Asks an address whether what lives there can work. */
  public interface Probe {
    boolean at(URI address) throws InterruptedException;
  }

  private Restartable(Launch launch, InstantSource clock) {
    this.launch = launch;
    this.clock = clock;
    this.hook = new Thread(this::stop, "stop-" + launch.name());
  }

  /** Starts it; its log begins anew. */
  public static Restartable start(Launch launch, InstantSource clock) throws IOException {
    var process = new Restartable(launch, clock);
    process.child = Child.start(launch);
    Runtime.getRuntime().addShutdownHook(process.hook);
    return process;
  }

  public String name() {
    return launch.name();
  }

  public synchronized boolean alive() {
    return child.process().isAlive();
  }

  /** Ends it without asking, as {@code kill -9} does, and returns when it is gone. */
  public synchronized void kill() throws InterruptedException {
    child.process().destroyForcibly().waitFor();
  }

  /** Starts it again where it has ended; once closed, nothing. */
  public synchronized void again() throws IOException {
    if (!closed && !child.process().isAlive()) {
      child = Child.again(launch);
    }
  }

  /**
   * Returns once it is ready.
   *
   * @param ready asks its address
   * @throws ChildEnded where it ends before, or is not ready in time
   */
  public void awaitReady(Probe ready, Duration patience) throws ChildEnded, InterruptedException {
    Instant until = clock.instant().plus(patience);
    var now = current();
    while (!ready.at(launch.ready())) {
      if (now.process().waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
        int code = now.process().exitValue();
        throw new ChildEnded("the " + name() + " ended with code " + code + ".", now, code);
      }
      if (clock.instant().isAfter(until)) {
        throw new ChildEnded(
            "the %s is not ready after %d s.".formatted(name(), patience.toSeconds()), now, 0);
      }
    }
  }

  /** True where it runs and is ready. */
  public boolean ready(Probe ready) throws InterruptedException {
    return alive() && ready.at(launch.ready());
  }

  private synchronized Child current() {
    return child;
  }

  private synchronized void stop() {
    closed = true;
    child.ask();
    child.end();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C came first: the hook stops the same child
    }
  }
}
