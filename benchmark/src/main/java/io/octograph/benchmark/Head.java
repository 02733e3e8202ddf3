package io.octograph.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where, when and of what a report's figures are.
 *
 * @param machine a line each
 * @param run facts by name, such as {@code threads} and {@code onnxruntime}
 */
record Head(List<String> machine, Map<String, String> run) {
  private static final int SECONDS_FOR_GIT = 10;

  Head {
    machine = List.copyOf(machine);
    run = new LinkedHashMap<>(run);
  }

  static Head of(List<String> machine, Settings settings, int threads) {
    var run = new LinkedHashMap<String, String>();
    run.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    commit(settings.home()).ifPresent(commit -> run.put("commit", commit));
    run.put("threads", threads + "");
    run.put("effort", settings.effort().toString());
    run.put("soak", settings.soak() + "");
    return new Head(machine, run);
  }

  Head with(Map<String, String> more) {
    var all = new LinkedHashMap<>(run);
    all.putAll(more);
    return new Head(machine, all);
  }

  /** As git describes it, with {@code -dirty} where files were changed; empty without git. */
  private static Optional<String> commit(Path home) {
    try {
      var git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var said = git.inputReader()) {
        var line = Optional.ofNullable(said.readLine());
        return git.waitFor(SECONDS_FOR_GIT, TimeUnit.SECONDS) && git.exitValue() == 0
            ? line
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  String text() {
    var text = new StringBuilder(String.join("\n", machine)).append('\n');
    run.forEach(
        (name, value) -> {
          // What is longer than a line is for the JSON report.
          if (name.length() + value.length() < 100) {
            text.append(name).append(": ").append(value).append('\n');
          }
        });
    return text.toString();
  }

  void into(ObjectNode json) {
    machine.forEach(json.putArray("machine")::add);
    run.forEach(json.putObject("run")::put);
  }
}
