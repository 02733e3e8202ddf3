package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, it gives a graph or problems, soon. */
class GraphReaderRobustnessTest {
  static Stream<String> texts() {
    return Stream.concat(
        ReadyGraphs.names().stream().map(ReadyGraphs::yaml),
        Stream.of("/graphs/valid", "/graphs/invalid/structure", "/graphs/invalid/meaning")
            .flatMap(TestGraphs::files)
            .map(TestGraphs::text));
  }

  /** {@link TestGraphs#problems} lets every exception through but the one that is promised. */
  @ParameterizedTest
  @MethodSource("texts")
  void everyPrefixGivesAGraphOrProblems(String text) {
    int step = text.length() < 3_000 ? 1 : text.length() / 150;
    for (int length = 0; length < text.length(); length += step) {
      assertSound(TestGraphs.problems(text.substring(0, length)));
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everySlipGivesAGraphOrProblems(String text) {
    String slips = "{}[]:-,&*!|>'\"#%@` \n\t\0\u0085\ud800${?0aé😀";
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      int at = random.nextInt(text.length());
      char slip = slips.charAt(random.nextInt(slips.length()));
      assertSound(TestGraphs.problems(text.substring(0, at) + slip + text.substring(at + 1)));
    }
  }

  private static void assertSound(List<Problem> problems) {
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isNotNegative();
              assertThat(problem.what()).endsWith(".");
              assertThat(problem.mend()).matches("(?s).*[.?]");
            });
  }

  @Test
  void readsAThousandNodesQuickly() {
    String large = large(1000);
    TestGraphs.reader().read(large, "warm-up.yaml");
    long start = System.nanoTime();
    Graph graph = TestGraphs.reader().read(large, "large.yaml");
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    assertThat(graph.nodes()).hasSize(1002);
    // Well under a second; the margin is for a busy machine.
    assertThat(time).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void checksALongChainWithoutRecursion() {
    StringBuilder yaml = new StringBuilder("graph: chain\nversion: 1\nentry: n0\nnodes:\n");
    for (int i = 0; i < 20_000; i++) {
      yaml.append("  - {worker: n%d, endpoints: embedded, edges: [n%d]}\n".formatted(i, i + 1));
    }
    yaml.append("  - {worker: n20000, endpoints: embedded}\n");
    assertThat(TestGraphs.problems(yaml.toString())).isEmpty();
  }

  @Test
  void saysTenThousandProblemsSoon() {
    String edges =
        IntStream.range(0, 10_000).mapToObj(i -> "wroker_" + i).collect(Collectors.joining(", "));
    String yaml = large(1000).replace("edges:\n", "edges: [" + edges + "]\n    oops:\n");
    assertThat(TestGraphs.problems(yaml)).hasSizeGreaterThan(10_000);
  }

  private static String large(int workers) {
    StringBuilder yaml = new StringBuilder("graph: large\nversion: 1\nentry: entry\nnodes:\n");
    yaml.append("  - master: entry\n    model: m\n    edges:\n");
    for (int i = 0; i < workers; i++) {
      yaml.append("      - worker_%d\n".formatted(i));
    }
    for (int i = 0; i < workers; i++) {
      yaml.append("  - worker: worker_%d\n".formatted(i))
          .append("    description: |\n      Answers.\n\n      Returns: an answer.\n")
          .append("    endpoints: [{url: \"${VLLM_URL}\", model: lora-%d}]\n".formatted(i))
          .append("    fallback: [spare]\n    timeout: 30s\n    scale: {min: 0, max: 3}\n");
    }
    return yaml.append("  - worker: spare\n    endpoints: embedded\n").toString();
  }
}
