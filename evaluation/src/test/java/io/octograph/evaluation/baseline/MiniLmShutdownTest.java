package io.octograph.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.Sigterm;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation that is told to end while it embeds ends, and does not crash. */
class MiniLmShutdownTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void embeddingGoesOnAfterSigterm(@TempDir Path folder) throws Exception {
    var ended = Sigterm.at("embedding", Embedding.class, folder);

    assertThat(ended.lines()).contains("done").noneMatch(line -> line.contains("SIGSEGV"));
    assertThat(ended.status()).isEqualTo(Sigterm.STATUS);
  }
}
