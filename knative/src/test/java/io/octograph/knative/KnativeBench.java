package io.octograph.knative;

import io.octograph.test.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Knative's own code and kustomize, as {@code knative/testing/build} makes them; where they are not
 * built yet it builds them, which takes Go and some minutes.
 */
final class KnativeBench {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path PROGRAMS = HOME.resolve(".octograph/knative/bin");

  private KnativeBench() {}

  /** The objects of a kustomization, as {@code kubectl apply -k} would send them. */
  static String build(Path folder) {
    return run(0, "kustomize", "build", folder.toString());
  }

  /**
   * Checks manifests as a cluster would, and that what they refer to is among them.
   *
   * @return what it found, one line each; it ends with a count
   */
  static String validate(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("knvalidate", "--refs", "-q"));
    command.addAll(arguments);
    return run(0, command.toArray(String[]::new));
  }

  private static String run(int expected, String... command) {
    command[0] = program(command[0]).toString();
    String[] output = new String[1];
    int status = status(output, command);
    if (status != expected) {
      throw new AssertionError(
          String.join(" ", command) + " ended with " + status + ":\n" + output[0]);
    }
    return output[0];
  }

  private static synchronized Path program(String name) {
    Path program = PROGRAMS.resolve(name);
    if (!Files.isExecutable(program)) {
      String[] output = new String[1];
      Path build = HOME.resolve("knative/testing/build");
      Needs.that(Files.isExecutable(build), "needs Knative's test bench, " + build);
      Needs.that(status(output, build.toString()) == 0, "needs Knative's test bench: " + output[0]);
    }
    return program;
  }

  private static int status(String[] output, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      output[0] = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
