package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What kustomize makes of renderings, by the judgement of Knative's own code. */
class ManifestsTest {
  private static final List<String> GRAPHS = Graphs.NAMES;
  private static final Pattern OBJECT =
      Pattern.compile(
          "^kind: (\\w+)\\nmetadata:\\n(?:  .*\\n)*?  name: (\\S+)$", Pattern.MULTILINE);

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("GRAPHS")
  void everyOverlayIsSound(String graph) throws IOException {
    Graphs.render(graph).writeTo(folder);
    for (String overlay : List.of("local", "prod")) {
      Path built = build(folder, overlay);
      assertThat(KnativeBench.validate(List.of(built.toString()))).contains(" 0 errors");
      assertThat(Files.readString(built))
          .contains("namespace: octograph", "--{node}.octograph.svc.cluster.local")
          .doesNotContain("kind: Secret\n");
    }
  }

  @Test
  void everyComponentIsSound() throws IOException {
    Graphs.render("hospital").writeTo(folder);
    Path overlay = Files.createDirectories(folder.resolve("overlays/mine"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        resources: [../prod]
        components: [../../components/gpu, ../../components/redis, ../../components/zero-start]
        """);
    Path built = build(folder, "mine");
    String config = folder.resolve("components/zero-start/config-autoscaler.yaml").toString();
    String features = folder.resolve("components/gpu/config-features.yaml").toString();
    assertThat(
            KnativeBench.validate(
                List.of("--config", config, "--config", features, built.toString(), features)))
        .contains(" 0 errors");
    assertThat(Files.readString(built))
        .contains("nvidia.com/gpu: \"1\"", "ghcr.io/octograph/router-cuda:0.1.0")
        .contains("autoscaling.knative.dev/initial-scale: \"0\"");
  }

  @Test
  void anotherNamespaceIsOneLine() throws IOException {
    Graphs.render("starter").writeTo(folder);
    Path kustomization = folder.resolve("overlays/local/kustomization.yaml");
    String elsewhere =
        Files.readString(kustomization).replace("namespace: octograph", "namespace: elsewhere");
    Files.writeString(kustomization, elsewhere);
    String built = Files.readString(build(folder, "local"));
    assertThat(built)
        .contains("http://starter--{node}.elsewhere.svc.cluster.local")
        .doesNotContain("namespace: octograph", ".octograph.svc");
  }

  @Test
  void twoGraphsShareANamespace() throws IOException {
    List<String> objects = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String graph :
        List.of(
            Graphs.small("a", "b_c", "router"),
            Graphs.small("a_b", "c", "dead_letter"),
            Graphs.yaml("hospital"))) {
      Path own = folder.resolve("graph-" + files.size());
      Renderer.render(graph, "g.yaml").writeTo(own);
      Path built = folder.resolve(own.getFileName() + ".yaml");
      Files.writeString(built, KnativeBench.build(own.resolve("graph")));
      files.add(built.toString());
      Matcher object = OBJECT.matcher(Files.readString(built));
      while (object.find()) {
        objects.add(object.group(1) + " " + object.group(2));
      }
    }
    files.add(folder.resolve("graph-0/base/service-accounts.yaml").toString());
    assertThat(objects).contains("Broker a", "Broker a-b").doesNotHaveDuplicates();
    assertThat(KnativeBench.validate(files)).contains(" 0 errors");
  }

  @Test
  void aThousandNodes() throws IOException {
    long begun = System.nanoTime();
    Rendering rendering = Renderer.render(Graphs.large(1000), "large.yaml");
    rendering.writeTo(folder);
    System.out.printf(
        "1,000 nodes rendered into %,d files in %.1f s%n",
        rendering.files().size(), (System.nanoTime() - begun) / 1e9);
    // not by way of kustomize: it takes a minute for what cannot be wrong in one node only
    List<String> files = new ArrayList<>();
    try (Stream<Path> workers = Files.list(folder.resolve("graph/workers"))) {
      workers.map(Path::toString).forEach(files::add);
    }
    assertThat(files).hasSize(1000);
    Path generated = folder.resolve("generated.yaml");
    Files.writeString(
        generated,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: large-graph}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: large-settings}
        data: {GPU_URL: ""}
        """);
    files.add(generated.toString());
    files.add(folder.resolve("base/service-accounts.yaml").toString());
    for (String file : List.of("broker", "event-types", "router", "sink-bindings", "triggers")) {
      files.add(folder.resolve("graph/" + file + ".yaml").toString());
    }
    assertThat(KnativeBench.validate(files)).contains(" 0 errors");
  }

  private static Path build(Path folder, String overlay) throws IOException {
    Path built = folder.resolve(overlay + ".yaml");
    return Files.writeString(built, KnativeBench.build(folder.resolve("overlays/" + overlay)));
  }
}
