package io.octograph.router.event;

import io.octograph.function.CurrentGraph;
import io.octograph.function.OctographConfig;
import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.graph.InvalidGraphException;
import io.octograph.graph.ReadyGraphs;
import io.octograph.store.GraphArchive;
import io.octograph.traversal.event.KnownGraphs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The graph in use and the versions before it: the last few in memory, those that other processes
 * began walks on in the archive.
 */
@Singleton
public class RouterGraphs implements KnownGraphs {
  private static final Logger LOG = Logger.getLogger(RouterGraphs.class);
  private static final int KEPT = 8;

  /** The archive forgets, some time after the last walk on a graph can have begun. */
  private static final Duration RENEWAL = Duration.ofMinutes(10);

  private record Key(String name, int version) {
    static Key of(Graph graph) {
      return new Key(graph.name(), graph.version());
    }
  }

  private record Kept(Graph graph, Instant until) {}

  private final Supplier<Graph> current;
  private final String nameOrPath;
  private final GraphArchive archive;
  private final GraphReader reader;
  private final InstantSource clock;
  private final Map<Key, Graph> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Graph> eldest) {
          return size() > KEPT;
        }
      };
  private volatile Kept last = new Kept(null, Instant.MIN);

  @Inject
  RouterGraphs(
      CurrentGraph current, OctographConfig config, GraphArchive archive, InstantSource clock) {
    this(current::graph, config.graph(), archive, GraphReader.ofProcess(), clock);
  }

  RouterGraphs(
      Supplier<Graph> current,
      String nameOrPath,
      GraphArchive archive,
      GraphReader reader,
      InstantSource clock) {
    this.clock = clock;
    this.current = current;
    this.nameOrPath = nameOrPath;
    this.archive = archive;
    this.reader = reader;
  }

  /** Also in the archive once it was given out: a walk begins on it. */
  @Override
  public Graph current() {
    Graph graph = current.get();
    if (graph != last.graph() || !clock.instant().isBefore(last.until())) {
      keep(graph);
    }
    return graph;
  }

  @Override
  public Optional<Graph> find(String name, int version) {
    Key key = new Key(name, version);
    Graph now = current();
    return Key.of(now).equals(key) ? Optional.of(now) : earlier(key);
  }

  private synchronized Optional<Graph> earlier(Key key) {
    Graph graph = known.get(key);
    if (graph == null) {
      graph = archived(key).orElse(null);
    }
    if (graph != null) {
      known.put(key, graph);
    }
    return Optional.ofNullable(graph);
  }

  private synchronized void keep(Graph graph) {
    known.put(Key.of(graph), graph);
    file(graph).ifPresent(yaml -> archive.keep(graph.name(), graph.version(), yaml));
    last = new Kept(graph, clock.instant().plus(RENEWAL));
  }

  /** The file as it stands, if it is still that graph. */
  private Optional<String> file(Graph graph) {
    try {
      String yaml =
          ReadyGraphs.names().contains(nameOrPath)
              ? ReadyGraphs.yaml(nameOrPath)
              : Files.readString(Path.of(nameOrPath));
      return Optional.of(yaml).filter(text -> reader.read(text, nameOrPath).equals(graph));
    } catch (IOException | InvalidGraphException changed) {
      LOG.warnf(
          "The file of graph %s is no longer version %d, so other processes cannot end its walks",
          graph.name(), graph.version());
      return Optional.empty();
    }
  }

  private Optional<Graph> archived(Key key) {
    String source = "%s version %d in the store".formatted(key.name(), key.version());
    try {
      return archive
          .find(key.name(), key.version())
          .map(yaml -> reader.read(yaml, source))
          .filter(graph -> Key.of(graph).equals(key));
    } catch (InvalidGraphException e) {
      LOG.errorf("The graph %s cannot be read any more: %s", source, e.getMessage());
      return Optional.empty();
    }
  }
}
