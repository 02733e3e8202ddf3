package io.octograph.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A function, or another program in native code's company, as this checkout builds it; run by the
 * Java that runs this program.
 */
public record FunctionJar(Path path) {
  /**
   * Tells the compiler to think less: a model runs in native code, and a start takes half the CPU.
   */
  public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /**
   * @param home the folder of the checkout
   * @param module {@code router-function} or {@code worker-function}
   */
  public static FunctionJar of(Path home, String module) {
    return new FunctionJar(home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"));
  }

  public boolean built() {
    return Files.isRegularFile(path);
  }

  /** The command that runs it, with further options for Java. */
  public List<String> command(String... options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.addAll(List.of(options));
    command.add("-jar");
    command.add(path.toString());
    return List.copyOf(command);
  }
}
