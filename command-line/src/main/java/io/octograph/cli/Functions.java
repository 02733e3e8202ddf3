package io.octograph.cli;

import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.ChildEnded;
import io.octograph.cli.process.FunctionJar;
import io.octograph.cli.process.Launch;
import io.octograph.cli.process.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Router and worker of this checkout, as child processes.
 *
 * @param graph as {@code OCTOGRAPH_GRAPH} has it
 * @param logs the folder for {@code router.log} and {@code worker.log}
 */
record Functions(Context context, String graph, int routerPort, int workerPort, Path logs) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  URI router() {
    return address(routerPort);
  }

  URI worker() {
    return address(workerPort);
  }

  static URI address(int port) {
    return URI.create("http://localhost:" + port);
  }

  /** Starts both and returns when both are ready. */
  Supervisor start(Readiness readiness) throws IOException, InterruptedException {
    InstantSource clock = InstantSource.system();
    var began = clock.instant();
    if (!context.terminal().interactive()) {
      context.terminal().note("Starting Octograph …");
    }
    Supervisor supervisor = Supervisor.start(launches(), readiness, clock);
    try {
      supervisor.awaitReady(
          PATIENCE,
          name -> {
            long seconds = Duration.between(began, clock.instant()).toSeconds();
            context.terminal().progress("Starting Octograph: " + name + " … " + seconds + " s");
          });
      context.terminal().clear();
      return supervisor;
    } catch (ChildEnded e) {
      supervisor.close();
      throw failed(e);
    } catch (InterruptedException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  static CommandFailed failed(ChildEnded e) {
    return new CommandFailed(
        CommandFailed.FAILED,
        e.interrupted() ? "Stopped." : "Octograph stopped: " + e.getMessage());
  }

  List<Launch> launches() {
    return List.of(
        launch("worker", "worker-function", worker()),
        launch("router", "router-function", router()));
  }

  private Launch launch(String name, String module, URI address) {
    FunctionJar jar = FunctionJar.of(context.home(), module);
    if (!jar.built()) {
      throw new CommandFailed(
          CommandFailed.FAILED,
          "The "
              + name
              + " is not built: there is no "
              + jar.path()
              + ". Start with ./octograph, it builds.");
    }
    List<String> command = jar.command(FunctionJar.QUICK_START);
    return new Launch(
        name, command, environment(), logs.resolve(name + ".log"), Readiness.of(address));
  }

  private Map<String, String> environment() {
    Map<String, String> set = new HashMap<>();
    set.put("OCTOGRAPH_GRAPH", graph);
    set.put("OCTOGRAPH_MODELS", context.home().resolve("models").toString());
    set.put("OCTOGRAPH_PORT", String.valueOf(routerPort));
    set.put("OCTOGRAPH_WORKER_PORT", String.valueOf(workerPort));
    // the ready graphs have it as the address of their workers
    set.put("OCTOGRAPH_WORKER_URL", worker().toString());
    // empty takes it away: a local worker serves every node
    set.put("OCTOGRAPH_NODES", "");
    // nobody but this machine, unless somebody says so: the functions ask for no password
    set.put(
        "QUARKUS_HTTP_HOST", context.environment().getOrDefault("QUARKUS_HTTP_HOST", "localhost"));
    set.put("ORT_DISABLE_TELEMETRY", "1");
    set.put("OPT_OUT_TRACKING", "true");
    return set;
  }
}
