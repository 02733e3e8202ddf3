package io.octograph.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a process does that is told to end while it works. */
public final class Sigterm {
  /** The status of a process that a signal ended, and no fault. */
  public static final int STATUS = 128 + 15;

  private Sigterm() {}

  /** How it ended, and what it had printed since the signal, errors too. */
  public record Ended(int status, List<String> lines) {}

  /**
   * Starts a program of the test's own class path and sends it the signal when it prints a line.
   *
   * @param folder where a crash would leave its log
   */
  public static Ended at(String line, Class<?> program, Path folder)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader()) {
      String printed;
      do {
        printed = output.readLine();
      } while (printed != null && !printed.equals(line));
      // Process.destroy() would close what we read.
      process.toHandle().destroy();
      var lines = output.lines().toList();
      return new Ended(process.waitFor(), lines);
    } finally {
      process.destroyForcibly();
    }
  }

  /** In such a program: holds the process until it is closed, and knows when the signal came. */
  public static final class Hold implements AutoCloseable {
    private final CountDownLatch came = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /** From here on the signal is waited for. */
    public Hold() {
      Runtime.getRuntime().addShutdownHook(new Thread(this::untilDone));
    }

    private void untilDone() {
      came.countDown();
      try {
        done.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Whether the signal has come. */
    public boolean signalled() {
      return came.getCount() == 0;
    }

    @Override
    public void close() {
      done.countDown();
    }
  }
}
