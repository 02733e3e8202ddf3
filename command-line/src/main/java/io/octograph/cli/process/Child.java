package io.octograph.cli.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A child process under way. */
final class Child {
  private static final int SECONDS_TO_STOP = 10;
  private static final Pattern TRACE = Pattern.compile("\\t+(at |[.]{3} \\d+ more)");

  private final Launch launch;
  private final Process process;

  private Child(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  static Child start(Launch launch) throws IOException {
    Files.createDirectories(launch.log().getParent());
    return start(launch, Redirect.to(launch.log().toFile()));
  }

  /** Starts it once more: what it says goes to the end of the same log. */
  static Child again(Launch launch) throws IOException {
    return start(launch, Redirect.appendTo(launch.log().toFile()));
  }

  private static Child start(Launch launch, Redirect log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(launch.command()).redirectErrorStream(true).redirectOutput(log);
    Map<String, String> environment = builder.environment();
    environment.putAll(launch.environment());
    environment.values().removeIf(String::isEmpty);
    Process process = builder.start();
    process.getOutputStream().close();
    return new Child(launch, process);
  }

  Launch launch() {
    return launch;
  }

  Process process() {
    return process;
  }

  /**
   * What it wrote last, at most so many lines; without stack traces, which would hide their cause.
   */
  List<String> endOfLog(int lines) {
    try {
      String text = new String(Files.readAllBytes(launch.log()), StandardCharsets.UTF_8);
      List<String> all =
          text.lines().filter(line -> !line.isBlank() && !TRACE.matcher(line).lookingAt()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(" + launch.log() + " cannot be read: " + e.getMessage() + ")");
    }
  }

  /** Asks it to end. */
  void ask() {
    process.destroy();
  }

  /** Waits until it has ended, and ends it by force where it does not. */
  void end() {
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
