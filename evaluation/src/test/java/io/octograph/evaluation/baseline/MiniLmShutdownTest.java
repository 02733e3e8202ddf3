package io.octograph.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation that is told to end while it embeds ends, and does not crash. */
class MiniLmShutdownTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  @TempDir Path folder;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void embeddingGoesOnAfterSigterm() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                Embedding.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var output = process.inputReader()) {
      String line;
      do {
        line = output.readLine();
      } while (line != null && !line.equals("embedding"));
      // Process.destroy() would close what we read.
      process.toHandle().destroy();
      assertThat(output.lines().toList()).contains("done").noneMatch(l -> l.contains("SIGSEGV"));
      assertThat(process.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
  }
}
