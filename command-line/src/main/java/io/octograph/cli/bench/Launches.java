package io.octograph.cli.bench;

import io.octograph.cli.http.Readiness;
import io.octograph.cli.process.Launch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the rig's processes are started: what a cluster would set is set.
 *
 * @param graph the graph file
 * @param model address of the scripted model
 */
record Launches(RigSettings settings, Addresses addresses, Path graph, URI model) {
  private static final String LOOPBACK = "127.0.0.1:";

  /**
   * Where things listen, on loopback.
   *
   * @param workers one for each process
   */
  record Addresses(
      int redis, int broker, int router, List<Integer> workers, int noop, int collector) {
    URI url(int port) {
      return URI.create("http://" + LOOPBACK + port);
    }

    /** The process that serves the n-th node. */
    int worker(int n) {
      return workers.get(n % workers.size());
    }
  }

  private Programs programs() {
    return new Programs(settings.home());
  }

  private Path log(String name) {
    return settings.folder().resolve(name + ".log");
  }

  Launch redis() {
    var command =
        List.of(
            programs().redis().toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            String.valueOf(addresses.redis()),
            "--dir",
            settings.folder().resolve("redis").toString(),
            "--appendonly",
            "yes",
            "--save",
            "");
    return new Launch("redis", command, Map.of(), log("redis"), redisUrl());
  }

  private URI redisUrl() {
    return URI.create("redis://" + LOOPBACK + addresses.redis());
  }

  /** The broker, with the names of the cluster mapped to where things listen here. */
  Launch broker(Manifests manifests) throws IOException, InterruptedException {
    var command = new ArrayList<>(local());
    mappings(manifests).forEach(mapping -> command.addAll(List.of("--map", mapping)));
    command.addAll(
        List.of(
            "--double",
            String.valueOf(settings.doubled()),
            "--seed",
            String.valueOf(settings.seed()),
            "--ping-every",
            settings.tick().toSeconds() + "s"));
    manifests.files().forEach(file -> command.add(file.toString()));
    var totals = addresses.url(addresses.broker()).resolve("/totals");
    return new Launch("broker", command, Map.of(), log("broker"), totals);
  }

  /** The program and its address. */
  List<String> local() throws IOException, InterruptedException {
    return List.of(
        programs().knative("knative-local").toString(), "--listen", LOOPBACK + addresses.broker());
  }

  /** A subscriber that does nothing. */
  Launch noop() throws IOException, InterruptedException {
    var command =
        List.of(
            programs().knative("noop-subscriber").toString(),
            "--listen",
            LOOPBACK + addresses.noop());
    return new Launch("noop", command, Map.of(), log("noop"), addresses.url(addresses.noop()));
  }

  private List<String> mappings(Manifests manifests) {
    var mappings = new ArrayList<String>();
    manifests.routers().forEach(host -> mappings.add(host + "=" + LOOPBACK + addresses.router()));
    var workers = manifests.workers();
    for (int i = 0; i < workers.size(); i++) {
      mappings.add(workers.get(i).name() + "=" + LOOPBACK + addresses.worker(i));
    }
    mappings.add(Manifests.NOOP + "=" + LOOPBACK + addresses.noop());
    mappings.add(Manifests.COLLECTOR + "=" + LOOPBACK + addresses.collector());
    return mappings;
  }

  /**
   * The router.
   *
   * @param bound what its SinkBinding injects
   */
  Launch router(Map<String, String> bound) {
    var environment = environment();
    environment.putAll(bound);
    environment.put("OCTOGRAPH_PORT", String.valueOf(addresses.router()));
    environment.put("OCTOGRAPH_DOORS", settings.doors());
    return function("router", "router-function", environment, addresses.router());
  }

  /** Workers only reply: they have no sink. */
  Launch worker(int number) {
    int port = addresses.workers().get(number);
    var environment = environment();
    environment.put("OCTOGRAPH_WORKER_PORT", String.valueOf(port));
    return function("worker-" + number, "worker-function", environment, port);
  }

  private Launch function(String name, String module, Map<String, String> environment, int port) {
    var command = programs().function(module, settings.tuning());
    return new Launch(name, command, environment, log(name), Readiness.of(addresses.url(port)));
  }

  private Map<String, String> environment() {
    var set = new HashMap<>(settings.environment());
    set.put("OCTOGRAPH_GRAPH", graph.toString());
    set.put("OCTOGRAPH_MODELS", settings.home().resolve("models").toString());
    set.put("OCTOGRAPH_WORKER_URL", addresses.url(addresses.worker(0)).toString());
    set.put("BENCH_MODEL_URL", model.toString());
    set.put("OCTOGRAPH_REDIS_URL", redisUrl().toString());
    set.put("OCTOGRAPH_LEASE", settings.lease().toMillis() + "ms");
    // empty takes it away: each worker could serve every node; the broker shares them out
    set.put("OCTOGRAPH_NODES", "");
    set.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    set.put("ORT_DISABLE_TELEMETRY", "1");
    set.put("OPT_OUT_TRACKING", "true");
    return set;
  }
}
