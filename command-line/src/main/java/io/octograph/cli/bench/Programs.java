package io.octograph.cli.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The programs that the rig starts.
 *
 * @param home the folder of the checkout
 */
public record Programs(Path home) {
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
    var jar = home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new BenchFailed(
          "There is no " + jar + ". Start with ./octograph, it builds; or: mvn package.");
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    if (tuning == Tuning.START) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-jar");
    command.add(jar.toString());
    return List.copyOf(command);
  }

  /** What a function's process is to be good at. */
  public enum Tuning {
    /** It starts with half the CPU: for runs that kill it. */
    START,
    /** It does the most work a second once it is warm. */
    WORK
  }
}
