package io.octograph.cli;

import io.octograph.graph.ReadyGraphs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command runs.
 *
 * @param home the folder of the checkout
 * @param here the folder it was called from; relative paths of arguments start there
 * @param environment the variables of the caller
 */
record Context(Path home, Path here, Map<String, String> environment, Terminal terminal) {
  private static final int ROUTER_PORT = 8080;
  private static final int WORKER_PORT = 8081;

  int routerPort(Integer given) {
    return port(given, "--port", "OCTOGRAPH_PORT", ROUTER_PORT);
  }

  int workerPort(Integer given) {
    return port(given, "--worker-port", "OCTOGRAPH_WORKER_PORT", WORKER_PORT);
  }

  private int port(Integer given, String option, String variable, int usual) {
    if (given != null) {
      return checked(option, given.toString());
    }
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? usual : checked(variable, value);
  }

  private static int checked(String name, String value) {
    try {
      int port = Integer.parseInt(value.strip());
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, with the range
    }
    throw new CommandFailed(
        CommandFailed.USAGE, name + " is " + value + "; a port is a number from 1 to 65535.");
  }

  /**
   * The graph as the functions want it in {@code OCTOGRAPH_GRAPH}: the name of a ready graph, or
   * the absolute path of a file.
   *
   * @param given the option, or null for the variable and then {@code mmlu}
   */
  String graph(String given) {
    String graph = given == null ? environment.getOrDefault("OCTOGRAPH_GRAPH", "") : given;
    if (graph.isBlank()) {
      return "mmlu";
    }
    if (ReadyGraphs.names().contains(graph)) {
      return graph;
    }
    Path file = here.resolve(graph).normalize();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "There is no graph file "
              + file
              + "; give the path of a YAML file, or the name of a ready graph: "
              + String.join(", ", ReadyGraphs.names())
              + ".");
    }
    return file.toString();
  }

  /** A path rather than the name of a ready graph. */
  static boolean isFile(String graph) {
    return graph.contains("/") || graph.endsWith(".yaml") || graph.endsWith(".yml");
  }

  Path logs() {
    return home.resolve(".octograph").resolve("logs");
  }
}
