package io.octograph.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the tests of the Python package in {@code training}, so that one report has them all. */
class TrainingTest {
  @Test
  void thePythonTestsPass() throws Exception {
    Path python = Needs.trainingPython();
    Process tests =
        new ProcessBuilder(List.of(python.toString(), "-m", "unittest", "discover", "-s", "tests"))
            .directory(Path.of("..", "training").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor()).as(output).isZero();
    assertThat(output).contains("OK").doesNotContain("Ran 0 tests");
  }
}
