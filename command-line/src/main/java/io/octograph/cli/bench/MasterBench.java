package io.octograph.cli.bench;

import io.octograph.cli.process.FunctionJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program of the module {@code benchmark}, in a Java of its own: this one is told to compile
 * little, and what is measured there should be as quick as in a function, and its memory alone.
 *
 * @param home the folder of the checkout
 * @param here where relative paths of arguments start
 */
public record MasterBench(Path home, Path here) {
  private static final int SECONDS_TO_END = 10;

  /** Runs it on this terminal and returns its exit code. */
  public int run(List<String> arguments) throws IOException, InterruptedException {
    var jar = home.resolve("benchmark/target/benchmark.jar");
    if (!Files.isRegularFile(jar)) {
      throw new BenchFailed(
          "There is no " + jar + ". Start with ./octograph, it builds; or: mvn package.");
    }
    var process =
        new ProcessBuilder(command(jar, arguments)).directory(here.toFile()).inheritIO().start();
    // Who ends this program means the one that measures; that one ends its own children.
    var ending = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor();
    } finally {
      process.destroy();
      forget(ending);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread ending) {
    try {
      Runtime.getRuntime().removeShutdownHook(ending);
    } catch (IllegalStateException e) {
      // It runs already.
    }
  }

  List<String> command(Path jar, List<String> arguments) {
    var program =
        new FunctionJar(jar)
            .command(
                "-Xmx512m",
                // Caches of 16 decisions at a time took 430 MB of it, and some parts load a second
                // model; what Java allows without this is as much as the heap.
                "-XX:MaxDirectMemorySize=1g",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Doctograph.home=" + home);
    var command = new ArrayList<>(program);
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
