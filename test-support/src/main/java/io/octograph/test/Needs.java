package io.octograph.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine. A test that does not find it is skipped and says what was
 * missing; where {@code OCTOGRAPH_TEST_ALL=1} is set ({@code ./octograph test --all}) it fails
 * instead.
 *
 * <pre>{@code
 * Path python = Needs.pythonWith("openai");
 * }</pre>
 */
public final class Needs {
  private final Map<String, String> environment;

  Needs(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The program of that name on PATH. */
  public static Path program(String name) {
    return new Needs(System.getenv()).find(name);
  }

  /**
   * A Python that can import the module: the one named by {@code OCTOGRAPH_PYTHON}, which {@code
   * ./octograph test} sets to the tests' virtual environment where {@code .ci/setup} made one, else
   * {@code python3} on PATH.
   */
  public static Path pythonWith(String module) {
    return new Needs(System.getenv()).findPythonWith(module);
  }

  /** The Python of the virtual environment that {@code ./octograph train} makes. */
  public static Path trainingPython() {
    return new Needs(System.getenv()).findTrainingPython();
  }

  /** That file or folder, for instance a model that is not in the repository. */
  public static Path file(Path path) {
    Needs needs = new Needs(System.getenv());
    if (!Files.exists(path)) {
      needs.missing("needs " + path + ", which is not there");
    }
    return path;
  }

  /** Skips the test with the reason, or fails it under {@code OCTOGRAPH_TEST_ALL=1}. */
  public static void that(boolean there, String reason) {
    if (!there) {
      new Needs(System.getenv()).missing(reason);
    }
  }

  Path find(String name) {
    return onPath(name).orElseGet(() -> missing("needs the program " + name + " on PATH"));
  }

  Path findPythonWith(String module) {
    String named = environment.getOrDefault("OCTOGRAPH_PYTHON", "");
    Path python = named.isEmpty() ? find("python3") : Path.of(named);
    if (!imports(python, module)) {
      missing("needs Python with the package " + module + " (.ci/setup installs it)");
    }
    return python;
  }

  Path findTrainingPython() {
    String named = environment.getOrDefault("OCTOGRAPH_TRAINING_PYTHON", "");
    return named.isEmpty()
        ? missing("needs what training needs (./octograph train --help installs it)")
        : Path.of(named);
  }

  private Optional<Path> onPath(String name) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean imports(Path python, String module) {
    try {
      Process process =
          new ProcessBuilder(List.of(python.toString(), "-c", "import " + module))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path missing(String reason) {
    if ("1".equals(environment.get("OCTOGRAPH_TEST_ALL"))) {
      throw new AssertionError(reason + ", and nothing may be skipped here (OCTOGRAPH_TEST_ALL=1)");
    }
    Assumptions.abort(reason);
    throw new AssertionError("abort returned");
  }
}
