package io.octograph.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.cli.bench.Launches.Addresses;
import io.octograph.cli.process.ChildEnded;
import io.octograph.cli.process.Launch;
import io.octograph.cli.process.Ports;
import io.octograph.cli.process.Restartable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph in its cluster, on this machine. All of it is gone when it is closed. */
public final class Rig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Ready ready = new Ready(http);
  private final Map<String, Restartable> processes = new LinkedHashMap<>();
  private final Model model;
  private final Collector collector;
  private Addresses addresses;
  private Manifests manifests;

  private Rig(RigSettings settings, InstantSource clock) throws IOException {
    this.clock = clock;
    this.model = Model.start(settings.faults());
    this.collector = Collector.start(clock);
  }

  /** Starts everything and returns when all is ready. */
  public static Rig start(RigSettings settings, InstantSource clock)
      throws IOException, InterruptedException {
    var rig = new Rig(settings, clock);
    try {
      rig.begin(settings);
      return rig;
    } catch (IOException | InterruptedException | RuntimeException e) {
      rig.close();
      throw e;
    } catch (ChildEnded e) {
      rig.close();
      throw new BenchFailed("The rig does not stand: " + e.getMessage());
    }
  }

  private void begin(RigSettings settings) throws IOException, InterruptedException, ChildEnded {
    var folder = settings.folder();
    empty(folder.resolve("redis"));
    empty(folder.resolve("manifests"));
    var graph = Files.writeString(folder.resolve("graph.yaml"), settings.graph());
    var programs = new Programs(settings.home());
    manifests = Manifests.render(settings.graph(), folder, programs.knative("kustomize"));
    var ports = Ports.lasting(4 + settings.workers(), (int) ProcessHandle.current().pid() * 37);
    addresses =
        new Addresses(
            ports.get(0),
            ports.get(1),
            ports.get(2),
            ports.subList(4, ports.size()),
            ports.get(3),
            collector.port());
    var launches = new Launches(settings, addresses, graph, model.url());
    start(launches.redis());
    start(launches.broker(manifests));
    start(launches.noop());
    await("redis");
    for (int i = 0; i < settings.workers(); i++) {
      start(launches.worker(i));
    }
    start(launches.router(manifests.bound(launches.local())));
    for (var name : processes.keySet()) {
      await(name);
    }
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  private void start(Launch launch) throws IOException {
    processes.put(launch.name(), Restartable.start(launch, clock));
  }

  /** The names of its processes: redis, broker, noop, worker-0 …, router. */
  public List<String> names() {
    return List.copyOf(processes.keySet());
  }

  /** One of its processes. */
  public Restartable process(String name) {
    return processes.get(name);
  }

  /** Returns when a process is ready. */
  public void await(String name) throws InterruptedException, ChildEnded {
    process(name).awaitReady(ready, PATIENCE);
  }

  /** True when a process can work. */
  public boolean ready(String name) throws InterruptedException {
    return process(name).ready(ready);
  }

  /** The nodes that each worker process serves. */
  public Map<String, List<String>> nodes() {
    var nodes = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < manifests.workers().size(); i++) {
      int number = addresses.workers().indexOf(addresses.worker(i));
      nodes
          .computeIfAbsent("worker-" + number, _ -> new ArrayList<>())
          .add(manifests.workers().get(i).node());
    }
    return nodes;
  }

  public Model model() {
    return model;
  }

  public Collector collector() {
    return collector;
  }

  /** Where events are posted. */
  public URI ingress() {
    return addresses.url(addresses.broker()).resolve("/" + manifests.broker());
  }

  /** The router's own address. */
  public URI router() {
    return addresses.url(addresses.router());
  }

  public HttpClient http() {
    return http;
  }

  /** What the broker has counted since it started. */
  public Map<String, Long> totals() throws IOException, InterruptedException {
    var totals = new LinkedHashMap<String, Long>();
    get(addresses.url(addresses.broker()).resolve("/totals"))
        .properties()
        .forEach(each -> totals.put(each.getKey(), each.getValue().asLong()));
    return totals;
  }

  /** What the subscriber that does nothing has seen. */
  JsonNode noop() throws IOException, InterruptedException {
    return get(addresses.url(addresses.noop()));
  }

  /** Lets that subscriber count from zero again. */
  void forgetNoop() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(addresses.url(addresses.noop())).DELETE().build();
    http.send(request, BodyHandlers.discarding());
  }

  private JsonNode get(URI address) throws IOException, InterruptedException {
    var reply = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    return new ObjectMapper().readTree(reply.body());
  }

  @Override
  public void close() {
    var last = new ArrayList<>(processes.values()).reversed();
    // what asks goes before what answers
    collector.close();
    model.close();
    last.forEach(Restartable::close);
    http.close();
  }
}
