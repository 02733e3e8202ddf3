package io.octograph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to llama.cpp's process and heard from it; the process is a script in {@code sh}. */
@Timeout(60)
class LlamaTest {
  private static final String LOADED =
      "read line; echo \"$line\" >> heard; echo '{\"loaded\":1,\"facts\":{\"llama.cpp\":\"b1\"}}'\n";
  private static final String HEARD = "read line; echo \"$line\" >> heard\n";

  @TempDir Path folder;

  private Llama scripted(String script) throws IOException {
    return scripted(script, Duration.ofMinutes(1));
  }

  private Llama scripted(String script, Duration patience) throws IOException {
    var program = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    var weights =
        List.of(
            new Llama.Weights("plain", "a.gguf", ""),
            new Llama.Weights("lora", "a.gguf", "b.gguf"));
    return new Llama(program, patience, 2, weights);
  }

  @Test
  void itIsAskedInLinesOfJson() throws IOException {
    var script =
        LOADED
            + HEARD
            + "echo '{\"ms\":[1.5,2],\"next\":7}'\n"
            + HEARD
            + "echo '{\"ms\":[3],\"next\":8}'\n";
    try (var llama = scripted(script)) {
      assertThat(llama.facts()).containsExactly(Map.entry("llama.cpp", "b1"));
      assertThat(llama.prefill("plain", new int[] {1, 2}, 2))
          .isEqualTo(new Llama.Took(List.of(1.5, 2.0), 7));
      assertThat(llama.decode("lora", new int[] {1, 2, 3}, 2))
          .isEqualTo(new Llama.Took(List.of(3.0), 8));
    }
    assertThat(Files.readAllLines(folder.resolve("heard")))
        .containsExactly(
            "{\"threads\":2,\"models\":[{\"name\":\"plain\",\"file\":\"a.gguf\"},"
                + "{\"name\":\"lora\",\"file\":\"a.gguf\",\"lora\":\"b.gguf\"}]}",
            "{\"model\":\"plain\",\"kind\":\"prefill\",\"ids\":[1,2],\"times\":2}",
            "{\"model\":\"lora\",\"kind\":\"decode\",\"ids\":[1,2,3],\"past\":2}");
  }

  @Test
  void whoCannotLoadIsEnded() throws Exception {
    // After its answer it would wait for ever.
    var script =
        "echo $$ > pid; mkfifo f; read line; echo '{\"error\":\"a.gguf is damaged\"}'; exec cat f";
    assertThatThrownBy(() -> scripted(script))
        .isInstanceOf(IOException.class)
        .hasMessage("it failed: a.gguf is damaged.");
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void whoDiesHalfwayLeavesWhatWasMeasured() throws IOException {
    var script = LOADED + HEARD + "echo '{\"ms\":[4],\"next\":1}'\n" + HEARD + "exit 3\n";
    try (var rival = new Rival(scripted(script))) {
      assertThat(rival.prefill("plain", new int[] {1}, 1)).isPresent();
      assertThat(rival.why()).isEmpty();
      assertThat(rival.prefill("plain", new int[] {1}, 1)).isEmpty();
      assertThat(rival.decode("plain", new int[] {1}, 0)).isEmpty();
      assertThat(rival.why().orElseThrow())
          .startsWith("llama.cpp was measured so far and no further: its process ended");
      assertThat(rival.facts()).containsKey("llama.cpp");
    }
  }

  @Test
  void whoDoesNotAnswerIsEnded() {
    assertThatThrownBy(() -> scripted("mkfifo f; exec cat f", Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessage("it gave no answer within 0 s and was ended.");
  }

  @Test
  void nobodyIsNoRival() {
    try (var rival = new Rival("It is not there.")) {
      assertThat(rival.prefill("plain", new int[] {1}, 1)).isEmpty();
      assertThat(rival.why()).contains("It is not there.");
      assertThat(rival.facts()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"v20.20.2, 20", "v8.1.0, 8", "22, 22", "nonsense, 0", "v99999999999, 0"})
  void aVersionsFirstNumberIsRead(String version, int major) {
    assertThat(Tools.major(version)).isEqualTo(major);
  }

  @Test
  void whatIsMissingOrTooOldIsSaid() throws Exception {
    var tools = new Tools(folder, folder.resolve("log"), Map.of(), Duration.ofMinutes(1));
    assertThatThrownBy(() -> tools.requireNode(folder.resolve("none").toString()))
        .isInstanceOf(LlamaMissing.class)
        .hasMessage("there is no Node.js; install 20 or newer, with npm.");
    assertThatThrownBy(() -> tools.requireNode(program("echo v18.19.1")))
        .hasMessage("Node.js here is v18.19.1; install 20 or newer, with npm.");
    assertThatThrownBy(() -> tools.requireNode(program("exit 1"))).hasMessageContaining("broken");
    tools.requireNode(program("echo v20.0.0"));
  }

  @Test
  void aToolThatFailsOrHangsIsSaid() throws Exception {
    var log = folder.resolve("log");
    var patient = new Tools(folder, log, Map.of("WORD", "hello"), Duration.ofMinutes(1));
    patient.run("It failed.", List.of("sh", "-c", "echo $WORD"));
    assertThat(log).hasContent("hello");
    assertThatThrownBy(() -> patient.run("It failed.", List.of("sh", "-c", "exit 1")))
        .hasMessage("It failed.");
    assertThatThrownBy(() -> patient.run("It failed.", List.of(folder.resolve("no").toString())))
        .hasMessage("It failed.");
    var hasty = new Tools(folder, log, Map.of(), Duration.ofMillis(50));
    // Its input stays open: cat would wait for ever.
    assertThatThrownBy(() -> hasty.run("It failed.", List.of("cat")))
        .isInstanceOf(LlamaMissing.class)
        .hasMessageStartingWith("cat was ended after 0 s");
  }

  @Test
  void saysWhatWritesTheWeights() throws Exception {
    var python = folder.resolve(".octograph/venv/bin/python");
    assertThatThrownBy(() -> LlamaSetup.requirePython(python))
        .isInstanceOf(LlamaMissing.class)
        .hasMessageContaining("./octograph train --help installs them");
  }

  private String program(String script) throws IOException {
    var file = Files.createTempFile(folder, "node", "");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
