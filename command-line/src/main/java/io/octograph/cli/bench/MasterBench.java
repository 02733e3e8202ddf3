package io.octograph.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of the module {@code benchmark}, in a Java of its own: this one is told to compile
 * little, and what is measured there should be as quick as in a function, and its memory alone.
 *
 * @param home the folder of the checkout
 * @param here where relative paths of arguments start
 */
public record MasterBench(Path home, Path here) {
  /** Runs it on this terminal and returns its exit code. */
  public int run(List<String> arguments) throws IOException, InterruptedException {
    var jar = home.resolve("benchmark/target/benchmark.jar");
    if (!Files.isRegularFile(jar)) {
      throw new BenchFailed(
          "There is no " + jar + ". Start with ./octograph, it builds; or: mvn package.");
    }
    var process =
        new ProcessBuilder(command(jar, arguments)).directory(here.toFile()).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  List<String> command(Path jar, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:MaxDirectMemorySize=2g",
            "-Dslf4j.internal.verbosity=ERROR",
            "-Doctograph.home=" + home,
            "-jar",
            jar.toString()));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
