package io.octograph.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real child processes: Java programs of one file. */
class RestartableTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void aKilledChildComesBackAndItsLogGoesOn() throws Exception {
    var launch = program("IO.println(\"born\"); Thread.sleep(Long.MAX_VALUE);");
    try (var child = Restartable.start(launch, InstantSource.system())) {
      child.awaitReady(_ -> born(launch) == 1, PATIENCE);

      child.kill();
      assertThat(child.alive()).isFalse();
      assertThat(child.ready(_ -> true)).isFalse();

      child.again();
      child.awaitReady(_ -> born(launch) == 2, PATIENCE);
      assertThat(child.ready(_ -> true)).isTrue();
    }
  }

  @Test
  void oneThatIsClosedStaysSo() throws Exception {
    var child = Restartable.start(program("Thread.sleep(Long.MAX_VALUE);"), InstantSource.system());
    child.close();

    child.again();

    assertThat(child.alive()).isFalse();
  }

  @Test
  void oneThatEndsBeforeItIsReadySaysWhatItWrote() throws Exception {
    var launch = program("IO.println(\"no model\"); System.exit(3);");
    try (var child = Restartable.start(launch, InstantSource.system())) {
      assertThatThrownBy(() -> child.awaitReady(_ -> false, PATIENCE))
          .isInstanceOf(ChildEnded.class)
          .hasMessageContainingAll("the child ended with code 3.", "no model");
    }
  }

  private Launch program(String body) throws Exception {
    var source =
        Files.writeString(
            folder.resolve("Child.java"), "void main() throws Exception {" + body + "}");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new Launch(
        "child",
        List.of(java, source.toString()),
        Map.of(),
        folder.resolve("child.log"),
        URI.create("http://127.0.0.1:1/"));
  }

  private static long born(Launch launch) {
    try {
      return Files.readAllLines(launch.log()).stream().filter("born"::equals).count();
    } catch (IOException e) {
      return 0;
    }
  }
}
