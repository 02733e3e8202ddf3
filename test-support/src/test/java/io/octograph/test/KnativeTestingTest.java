package io.octograph.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Go module in {@code knative/testing}, so that one report has them all. */
class KnativeTestingTest {
  @Test
  void theGoTestsPass() throws Exception {
    Path go = Needs.program("go");
    Process tests =
        new ProcessBuilder(List.of(go.toString(), "test", "-trimpath", "./..."))
            .directory(Path.of("..", "knative", "testing").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor()).as(output).isZero();
    assertThat(output).contains("ok ").doesNotContain("FAIL");
  }
}
