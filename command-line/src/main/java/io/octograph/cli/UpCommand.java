package io.octograph.cli;

import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.ChildEnded;
import io.octograph.cli.process.Ports;
import io.octograph.cli.process.Supervisor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./octograph up}. */
@Command(name = "up", description = "Starts router and worker, until Ctrl-C.")
final class UpCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--graph",
      paramLabel = "GRAPH",
      description =
          "A ready graph (mmlu, mmlu-nested, starter, agent) or a YAML file; mmlu if not given.")
  private String graph;

  @Option(names = "--port", paramLabel = "PORT", description = "The router's port; else 8080.")
  private Integer port;

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      description = "The worker's port; else 8081.")
  private Integer workerPort;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  UpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Functions functions =
        new Functions(
            context,
            context.graph(graph),
            context.routerPort(port),
            context.workerPort(workerPort),
            context.logs());
    try (HttpClient http = Http.client()) {
      Readiness readiness = new Readiness(http);
      checkPorts(functions, readiness);
      try (Supervisor supervisor = functions.start(readiness)) {
        context.terminal().out().print(greeting(functions));
        context.terminal().out().flush();
        supervisor.awaitEnd();
      } catch (ChildEnded e) {
        throw Functions.failed(e);
      }
    }
    return 0;
  }

  static String greeting(Functions functions) {
    return """
        Octograph is ready, with the graph %s.
          router  %s   (POST /v1/chat/completions, /v1/route)
          worker  %s
          logs    %s
        Ask it from another terminal: ./octograph ask "…"   Stop it: Ctrl-C
        """
        .formatted(functions.graph(), functions.router(), functions.worker(), functions.logs());
  }

  private static void checkPorts(Functions functions, Readiness readiness)
      throws InterruptedException {
    int router = functions.routerPort();
    int worker = functions.workerPort();
    if (router == worker) {
      throw new CommandFailed(
          CommandFailed.USAGE,
          "Router and worker cannot share port " + router + "; give --worker-port another.");
    }
    if (!Ports.free(router)) {
      String who =
          readiness.ready(Readiness.of(functions.router()))
              ? "An Octograph runs on port " + router + " already. Use it, or stop it,"
              : "Another program uses port " + router + ". Stop it,";
      throw new CommandFailed(
          CommandFailed.FAILED,
          who + " or give the router another port: ./octograph up --port " + (router + 10));
    }
    if (!Ports.free(worker)) {
      throw new CommandFailed(
          CommandFailed.FAILED,
          "Another program uses port "
              + worker
              + ". Stop it, or give the worker another port: ./octograph up --worker-port "
              + (worker + 10));
    }
  }
}
