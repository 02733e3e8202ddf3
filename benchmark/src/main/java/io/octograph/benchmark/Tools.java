package io.octograph.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Other programs, which llama.cpp needs.
 *
 * @param folder where they run
 * @param log that gets all they say
 * @param environment set over this process's own
 * @param patience that each has; then it is ended
 */
record Tools(Path folder, Path log, Map<String, String> environment, Duration patience) {
  private static final int NODE = 20;

  /**
   * Runs a program to its end.
   *
   * @param failure a sentence for where it cannot be run or fails
   * @throws LlamaMissing with that sentence, or one that says it took too long
   */
  void run(String failure, List<String> command) throws InterruptedException, LlamaMissing {
    try {
      var process = program(command).redirectOutput(Redirect.appendTo(log.toFile())).start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new LlamaMissing(
            "%s was ended after %d s; what it said is in %s."
                .formatted(command.getFirst(), patience.toSeconds(), log));
      }
      if (process.exitValue() == 0) {
        return;
      }
    } catch (IOException e) {
      // Not on PATH: said with the mend.
    }
    throw new LlamaMissing(failure);
  }

  ProcessBuilder program(List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder.redirectError(Redirect.appendTo(log.toFile()));
  }

  /**
   * Checks Node.js.
   *
   * @param node its program
   * @throws LlamaMissing where there is none, or one that is too old
   */
  void requireNode(String node) throws LlamaMissing {
    try {
      var process = program(List.of(node, "--version")).start();
      try (var said = process.inputReader()) {
        var version = said.readLine();
        if (version == null || major(version) < NODE) {
          throw new LlamaMissing(
              "Node.js here is %s; install %d or newer, with npm."
                  .formatted(version == null ? "broken" : version, NODE));
        }
      }
    } catch (IOException e) {
      throw new LlamaMissing("there is no Node.js; install %d or newer, with npm.".formatted(NODE));
    }
  }

  /** Of {@code v20.20.2} the 20; 0 for what is no version. */
  static int major(String version) {
    var digits = version.strip().replaceFirst("^v", "").replaceFirst("\\D.*$", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }
}
