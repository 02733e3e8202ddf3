package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphFileTest {
  private static final String GOOD =
      "graph: g\nversion: %d\nentry: a\nnodes: [{worker: a, endpoints: embedded}]\n";

  /** A file in memory, with a clock that the test turns. */
  private static final class Disk implements GraphFile.Access {
    private String text = GOOD.formatted(1);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant changed = now;
    private int reads;

    void write(String text) {
      this.text = text;
      this.changed = now;
    }

    void wait(int seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public Instant changed() throws IOException {
      if (text == null) {
        throw new NoSuchFileException("g.yaml");
      }
      return changed;
    }

    @Override
    public byte[] bytes() {
      reads++;
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final Disk disk = new Disk();
  private final GraphFile file = new GraphFile("g.yaml", disk, TestGraphs.reader(), () -> disk.now);

  @Test
  void takesANewGraph() {
    Graph before = file.graph();
    disk.wait(60);
    disk.write(GOOD.formatted(2));
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.RELOADED);
    assertThat(file.graph().version()).isEqualTo(2);
    assertThat(before.version()).isEqualTo(1);
    assertThat(file.since()).isEqualTo(disk.now);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.NONE);
  }

  @Test
  void keepsTheOldGraphWhileTheFileIsBad() {
    disk.wait(60);
    disk.write("graph: g\nversion: two\n");
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.REFUSED);
    assertThat(file.graph().version()).isEqualTo(1);
    assertThat(file.problems()).isNotEmpty().allMatch(problem -> problem.source().equals("g.yaml"));
    disk.wait(60);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.NONE);
    assertThat(file.problems()).isNotEmpty();
    disk.write(GOOD.formatted(3));
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.RELOADED);
    assertThat(file.problems()).isEmpty();
    assertThat(file.graph().version()).isEqualTo(3);
  }

  @Test
  void keepsTheOldGraphWhileTheFileIsAway() {
    disk.write(null);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.REFUSED);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.NONE);
    assertThat(file.problems())
        .hasToString("[g.yaml There is no such file. Mend: Put it back, or check its path.]");
    assertThat(file.graph().version()).isEqualTo(1);
    disk.write(GOOD.formatted(1));
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.RELOADED);
    assertThat(file.problems()).isEmpty();
  }

  @Test
  void readsAnUnchangedFileOnlyUntilItsTimeIsSure() {
    disk.wait(10);
    file.refresh();
    int reads = disk.reads;
    disk.wait(10);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.NONE);
    assertThat(disk.reads).isEqualTo(reads);
  }

  @Test
  void seesASecondChangeWithinOneTickOfTheClock() {
    disk.wait(60);
    disk.write(GOOD.formatted(2));
    file.refresh();
    disk.write(GOOD.formatted(3));
    disk.wait(60);
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.RELOADED);
    assertThat(file.graph().version()).isEqualTo(3);
  }

  @Test
  void aTouchedFileIsNoNews() {
    disk.wait(60);
    disk.write(GOOD.formatted(1));
    assertThat(file.refresh()).isEqualTo(GraphFile.Change.NONE);
  }

  @Test
  void needsAGraphToBeginWith() {
    disk.write("");
    assertThatThrownBy(() -> new GraphFile("g.yaml", disk, TestGraphs.reader(), () -> disk.now))
        .isInstanceOf(InvalidGraphException.class)
        .hasMessageStartingWith("g.yaml:1 The file is empty.");
  }

  @Test
  void readsARealFile(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("real.yaml"), GOOD.formatted(1));
    GraphFile real = GraphFile.of(path, TestGraphs.reader());
    Files.writeString(path, GOOD.formatted(2));
    assertThat(real.refresh()).isEqualTo(GraphFile.Change.RELOADED);
    Files.delete(path);
    assertThat(real.refresh()).isEqualTo(GraphFile.Change.REFUSED);
    assertThat(real.graph().version()).isEqualTo(2);
  }
}
