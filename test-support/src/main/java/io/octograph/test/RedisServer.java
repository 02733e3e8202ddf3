package io.octograph.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis on a free port of the loopback address, whose data outlives its process: it may be
 * stopped, killed and started again. What it has acknowledged is on the disk.
 */
public final class RedisServer implements AutoCloseable {
  private static final String READY = "Ready to accept connections";
  private static final int TRIES = 5;

  private final Path program;
  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  private RedisServer(Path program, Path folder, int port, List<String> options) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.options = options;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /**
   * Starts a server; returns when it answers. The test is skipped where there is no {@code
   * redis-server}.
   *
   * @param options as on its command line, such as {@code --requirepass secret}; the last counts
   */
  public static RedisServer start(String... options) {
    var program = Needs.program("redis-server");
    IllegalStateException last = null;
    for (int i = 0; i < TRIES; i++) {
      // between the choice of a port and its use another process may take it
      var server = new RedisServer(program, folder(), freePort(), List.of(options));
      try {
        server.restart();
        return server;
      } catch (IllegalStateException ended) {
        last = ended;
        server.close();
      }
    }
    throw last;
  }

  public int port() {
    return port;
  }

  /** Its address, {@code redis://127.0.0.1:PORT}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it again with the data it has; returns when it answers. */
  public synchronized void restart() {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("Redis on port " + port + " still runs; stop it first.");
    }
    try {
      process =
          new ProcessBuilder(command())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      awaitReady(process.inputReader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it end in order; returns when it has. */
  public synchronized void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Ends it at once, as kill -9 does; returns when it has. */
  public synchronized void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Stands still without closing a connection, until {@link #thaw}. */
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of("--port", "" + port, "--bind", "127.0.0.1", "--dir", folder.toString()));
    // always: with everysec an answer may be out before its data are with the system
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
    command.addAll(options);
    return command;
  }

  /**
   * Reads its log until it is ready, and what follows on a thread, so that the pipe never fills.
   */
  private void awaitReady(BufferedReader log) throws IOException {
    var said = new StringBuilder();
    for (var line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains(READY)) {
        Thread.ofVirtual().start(() -> drain(log));
        return;
      }
    }
    throw new IllegalStateException("Redis ended before it was ready. It said:\n" + said);
  }

  private static void drain(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {}
    } catch (IOException ended) {
      // its process was killed
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Redis on port " + port + " did not end in 30 s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Redis ended.", e);
    }
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed for " + process.pid() + ".");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending " + name + ".", e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("octograph-redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
