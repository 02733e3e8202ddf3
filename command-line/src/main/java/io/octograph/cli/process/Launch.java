package io.octograph.cli.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a child process is started.
 *
 * @param name what people call it, such as {@code router}
 * @param command program and arguments
 * @param environment variables to set over the parent's; an empty value takes the variable away
 * @param log where its output goes; an older log is overwritten
 * @param ready answers 200 to GET once the child can work
 */
public record Launch(
    String name, List<String> command, Map<String, String> environment, Path log, URI ready) {
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
