package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {
  @TempDir Path folder;

  @Test
  void theSameGraphGivesTheSameBytes() {
    assertThat(Graphs.render("hospital").files()).isEqualTo(Graphs.render("hospital").files());
  }

  @Test
  void everyCommonFileIsNamed() throws IOException {
    TreeSet<String> there = new TreeSet<>();
    for (String part : new String[] {"base", "components", "overlays"}) {
      try (Stream<Path> paths = Files.walk(Path.of(part))) {
        paths
            .filter(Files::isRegularFile)
            .forEach(path -> there.add(path.toString().replace('\\', '/')));
      }
    }
    assertThat(there).containsExactlyElementsOf(Common.PATHS);
  }

  @Test
  void aNodeThatIsGoneLeavesNoFile() throws IOException {
    write(Graphs.small("g", "a", "b"));
    write(Graphs.small("g", "a"));
    assertThat(folder.resolve("graph/workers/a.yaml")).exists();
    assertThat(folder.resolve("graph/workers/b.yaml")).doesNotExist();
  }

  @Test
  void overlaysAreTheOperators() throws IOException {
    write(Graphs.small("g", "a"));
    Path mine = folder.resolve("overlays/prod/kustomization.yaml");
    Path other = folder.resolve("overlays/mine/kustomization.yaml");
    Files.writeString(mine, "# mine\n");
    Files.createDirectories(other.getParent());
    Files.writeString(other, "# other\n");
    write(Graphs.small("g", "a"));
    assertThat(mine).hasContent("# mine");
    assertThat(other).hasContent("# other");
  }

  @Test
  void refusesAFolderWithOtherThings() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> write(Graphs.small("g", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has something else in it")
        .hasMessageContaining("empty folder");
    assertThat(folder.resolve("graph")).doesNotExist();
  }

  @Test
  void refusesAFolderWithAnotherGraph() throws IOException {
    write(Graphs.small("g", "a"));
    assertThatThrownBy(() -> write(Graphs.small("gg", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another graph");
  }

  @Test
  void tellsTheOperatorWhatIsLeftToDo() {
    assertThat(Graphs.render("mmlu").notes()).isEmpty();
    assertThat(Graphs.render("hospital").notes())
        .anyMatch(note -> note.contains("regional-hosp-09bab5-secrets"))
        .anyMatch(note -> note.endsWith("to: CALENDAR_URL."))
        .anyMatch(note -> note.endsWith("these want longer: router, limits.deadline."))
        .anyMatch(note -> note.contains("serving-hpa"));
    String fixed = Graphs.small("g", "a") + "workers: {url: \"https://{node}.example.org\"}\n";
    assertThat(Renderer.render(fixed, "g.yaml").notes())
        .anyMatch(note -> note.contains("https://{node}.example.org"));
  }

  @Test
  void refusesWhatNoConfigMapHolds() {
    assertThatThrownBy(() -> Renderer.render(Graphs.large(2000), "large.yaml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a ConfigMap takes 1,000,000");
  }

  private void write(String yaml) throws IOException {
    Renderer.render(yaml, "g.yaml").writeTo(folder);
  }
}
