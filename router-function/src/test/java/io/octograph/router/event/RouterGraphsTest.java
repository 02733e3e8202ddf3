package io.octograph.router.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.store.GraphArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterGraphsTest {
  @TempDir Path folder;

  private final GraphReader reader = new GraphReader(name -> Optional.empty());
  private final Map<String, String> kept = new HashMap<>();
  private final GraphArchive archive =
      new GraphArchive() {
        @Override
        public void keep(String name, int version, String yaml) {
          kept.put(name + version, yaml);
        }

        @Override
        public Optional<String> find(String name, int version) {
          return Optional.ofNullable(kept.get(name + version));
        }
      };
  private final AtomicReference<Graph> current = new AtomicReference<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("events.yaml");
    change(4);
  }

  @Test
  void knowsTheVersionsItHasGivenOut() throws IOException {
    RouterGraphs graphs = graphs(GraphArchive.NONE);
    Graph first = graphs.current();
    change(5);
    assertThat(graphs.current().version()).isEqualTo(5);
    assertThat(graphs.find("events", 4)).containsSame(first);
    assertThat(graphs.find("events", 3)).isEmpty();
    assertThat(graphs.find("other", 4)).isEmpty();
  }

  @Test
  void knowsWhatAnotherProcessBeganOn() throws IOException {
    Graph first = graphs(archive).current();
    change(5);
    RouterGraphs later = graphs(archive);
    later.current();
    assertThat(later.find("events", 4)).contains(first);
    assertThat(kept).containsOnlyKeys("events4", "events5");
  }

  @Test
  void saysNowAndThenThatItsGraphIsInUse() {
    RouterGraphs graphs = graphs(archive);
    graphs.current();
    kept.clear();
    graphs.current();
    assertThat(kept).isEmpty();
    now.set(Instant.EPOCH.plusSeconds(600));
    graphs.current();
    assertThat(kept).containsOnlyKeys("events4");
  }

  @Test
  void keepsNoFileThatHasChangedMeanwhile() throws IOException {
    RouterGraphs graphs = graphs(archive);
    Files.writeString(file, "garbage");
    assertThat(graphs.current().version()).isEqualTo(4);
    assertThat(kept).isEmpty();
  }

  private RouterGraphs graphs(GraphArchive archive) {
    return new RouterGraphs(current::get, file.toString(), archive, reader, now::get);
  }

  private void change(int version) throws IOException {
    Files.writeString(file, EventWorld.GRAPH.replace("version: 4", "version: " + version));
    current.set(reader.read(file));
  }
}
