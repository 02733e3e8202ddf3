package io.octograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderCommandTest {
  private static final String GRAPH =
      """
      graph: clinic
      version: 1
      entry: entry
      nodes:
        - {master: entry, model: m, edges: [health_gpt]}
        - worker: health_gpt
          endpoints: [{url: "${GPU_URL}", model: health, api-key: "${GPU_KEY}"}]
      """;

  @TempDir Path folder;

  @Test
  void aReadyGraph() {
    Run program = new Run(folder);
    assertThat(program.run("render", "--graph", "starter", "-o", "out")).isZero();
    assertThat(program.out())
        .contains("Rendered the graph starter into out.", "kubectl apply -k out/overlays/local");
    assertThat(program.err()).isEmpty();
    assertThat(folder.resolve("out/graph/workers/math_gpt.yaml")).exists();
    assertThat(folder.resolve("out/overlays/prod/kustomization.yaml")).exists();
  }

  @Test
  void aFileWithThingsToDo() throws IOException {
    Files.writeString(folder.resolve("clinic.yaml"), GRAPH);
    Run program = new Run(folder);
    assertThat(program.run("render", "--graph", "clinic.yaml", "-o", "out")).isZero();
    assertThat(program.err()).contains("clinic-secrets", "to: GPU_URL.");
    assertThat(folder.resolve("out/graph/secrets.example.env")).content().contains("GPU_KEY=\n");
  }

  @Test
  void aBadGraphIsSaidWithItsLine() throws IOException {
    Files.writeString(folder.resolve("clinic.yaml"), GRAPH.replace("[health_gpt]", "[helth_gpt]"));
    Run program = new Run(folder);
    assertThat(program.run("render", "--graph", "clinic.yaml", "-o", "out"))
        .isEqualTo(CommandFailed.USAGE);
    assertThat(program.err()).contains("clinic.yaml:5", "Did you mean health_gpt?");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aGraphThatDoesNotExist() {
    Run program = new Run(folder);
    assertThat(program.run("render", "--graph", "mlmu", "-o", "out"))
        .isEqualTo(CommandFailed.USAGE);
    assertThat(program.err())
        .contains(
            "There is no graph file", "mlmu;", "a ready graph: mmlu, mmlu-nested, starter, agent.");
  }

  @Test
  void aNumberNeedsADefault() throws IOException {
    Files.writeString(
        folder.resolve("clinic.yaml"), GRAPH + "limits: {hops: \"${HOPS}\", calls: 3}\n");
    Run program = new Run(folder);
    program.environment.put("HOPS", "4");
    assertThat(program.run("render", "--graph", "clinic.yaml", "-o", "out"))
        .isEqualTo(CommandFailed.USAGE);
    assertThat(program.err()).contains("HOPS is not set", "render reads no environment");
  }

  @Test
  void aFolderWithOtherThingsIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Run program = new Run(folder);
    assertThat(program.run("render", "-o", ".")).isEqualTo(CommandFailed.USAGE);
    assertThat(program.err()).contains("give -o an empty folder");
  }
}
