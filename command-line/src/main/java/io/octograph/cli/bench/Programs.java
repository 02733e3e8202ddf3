package io.octograph.cli.bench;

import io.octograph.cli.process.FunctionJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The programs that the rig starts.
 *
 * @param home the folder of the checkout
 */
public record Programs(Path home) {
  private static final String HEAP = "-Xmx512m";

  /** The Redis of this machine. */
  public Path redis() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new BenchFailed("There is no redis-server on PATH; install Redis 7 or newer."));
  }

  /** A program of Knative's test bench, built where it is stale. */
  public Path knative(String name) throws IOException, InterruptedException {
    var build = home.resolve("knative/testing/build");
    if (!Files.isExecutable(build)) {
      throw new BenchFailed("There is no " + build + "; run this in a checkout of Octograph.");
    }
    var process = new ProcessBuilder(build.toString()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new BenchFailed(
          "Knative's own broker is needed, and " + build + " could not build it.");
    }
    return home.resolve(".octograph/knative/bin").resolve(name);
  }

  /**
   * The command that starts a function.
   *
   * @param module {@code router-function} or {@code worker-function}
   */
  public List<String> function(String module, Tuning tuning) {
    var jar = FunctionJar.of(home, module);
    if (!jar.built()) {
      throw new BenchFailed(
          "There is no " + jar.path() + ". Start with ./octograph, it builds; or: mvn package.");
    }
    return switch (tuning) {
      case START -> jar.command(HEAP, FunctionJar.QUICK_START);
      case WORK -> jar.command(HEAP);
    };
  }

  /** What a function's process is to be good at. */
  public enum Tuning {
    /** It starts with half the CPU: for runs that kill it. */
    START,
    /** It does the most work a second once it is warm. */
    WORK
  }
}
