package io.octograph.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.Sigterm;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end answers its last requests first. */
class ShutdownTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void runsEndWellAfterSigterm(@TempDir Path folder) throws Exception {
    var ended = Sigterm.at("decoding", Lingering.class, folder);

    assertThat(ended.lines())
        .contains("refused", "done")
        .noneMatch(line -> line.contains("SIGSEGV"));
    assertThat(ended.status()).isEqualTo(Sigterm.STATUS);
  }
}
