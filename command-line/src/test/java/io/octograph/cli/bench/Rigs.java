package io.octograph.cli.bench;

import io.octograph.test.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Rigs of this checkout, for tests. */
final class Rigs {
  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private Rigs() {}

  /** A calm rig whose graph is the bench's, changed. */
  static Rig start(Path folder, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    return Rig.start(settings(folder, change), InstantSource.system());
  }

  /** Skips the test where this machine lacks a part of the rig. */
  static RigSettings settings(Path folder, UnaryOperator<String> change) {
    Needs.program("redis-server");
    for (var module : new String[] {"router-function", "worker-function"}) {
      Needs.file(HOME.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    try {
      new Programs(HOME).knative("knative-local");
    } catch (BenchFailed e) {
      Needs.that(false, "needs Go, to build Knative's broker (knative/testing/build)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return RigSettings.calm(HOME, folder, change.apply(graph()));
  }

  private static String graph() {
    try (var graph = Rigs.class.getResourceAsStream("/bench/chaos.yaml")) {
      return new String(graph.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the rig's processes wrote, for a test that failed. */
  static String logs(Path folder) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (var log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
        var lines = Files.readAllLines(log);
        text.append("--- ").append(log.getFileName()).append('\n');
        lines
            .subList(Math.max(0, lines.size() - 30), lines.size())
            .forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }
}
