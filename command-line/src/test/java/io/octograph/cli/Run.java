package io.octograph.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the program as a person would, and keeps what it printed. */
final class Run {
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>();
  private final Path home;
  private final Path folder;

  Run(Path folder) {
    this(folder, folder);
  }

  /** In a folder that is not the checkout. */
  Run(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  int run(String... arguments) {
    return Main.run(context(), arguments);
  }

  Context context() {
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Context(home, folder, environment, terminal);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
