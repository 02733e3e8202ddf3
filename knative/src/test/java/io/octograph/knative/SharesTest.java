package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.graph.Embedded;
import io.octograph.graph.Graph;
import io.octograph.graph.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SharesTest {
  private static final java.util.List<String> GRAPHS = Graphs.NAMES;

  @ParameterizedTest
  @FieldSource("GRAPHS")
  void theRouterWalksAsOnTheWholeGraph(String name) {
    Graph whole = read(Graphs.yaml(name));
    Graph share = read(Shares.router(tree(name)).yaml());
    assertThat(share.nodes().keySet()).isEqualTo(whole.nodes().keySet());
    assertThat(share.masterList()).isEqualTo(whole.masterList());
    assertThat(share.limits()).isEqualTo(whole.limits());
    for (Worker worker : whole.workerList()) {
      Worker shared = share.worker(worker.name());
      assertThat(shared.edges()).isEqualTo(worker.edges());
      assertThat(shared.fallback()).isEqualTo(worker.fallback());
      assertThat(shared.timeout()).isEqualTo(worker.timeout());
      assertThat(shared.price()).isEqualTo(worker.price());
      assertThat(shared.rewrite()).isEqualTo(worker.rewrite());
      assertThat(shared.promptStyle()).isEqualTo(worker.promptStyle());
      assertThat(shared.endpoints() instanceof Embedded)
          .isEqualTo(worker.endpoints() instanceof Embedded);
    }
  }

  @ParameterizedTest
  @FieldSource("GRAPHS")
  void aWorkerAnswersAsOnTheWholeGraph(String name) {
    Graph whole = read(Graphs.yaml(name));
    for (Worker worker : whole.workerList()) {
      Graph share = read(Shares.worker(tree(name), worker.name()).yaml());
      Worker shared = share.worker(worker.name());
      assertThat(share.name()).isEqualTo(whole.name());
      assertThat(share.version()).isEqualTo(whole.version());
      assertThat(share.nodes()).hasSize(1);
      assertThat(shared.endpoints()).isEqualTo(worker.endpoints());
      assertThat(shared.systemPrompt()).isEqualTo(worker.systemPrompt());
      assertThat(shared.timeout()).isEqualTo(worker.timeout());
      assertThat(shared.functions()).isEqualTo(worker.functions());
      assertThat(shared.model()).isEqualTo(worker.model());
      assertThat(shared.adapter()).isEqualTo(worker.adapter());
    }
  }

  @Test
  void aKeyIsKnownToItsNodeOnly() {
    GraphTree tree = tree("hospital");
    assertThat(Variables.of(Shares.router(tree))).isEmpty();
    assertThat(Shares.worker(tree, "writer").yaml()).contains("VLLM_KEY").doesNotContain("BIG_KEY");
    assertThat(Shares.worker(tree, "general_gpt").yaml()).doesNotContain("KEY");
  }

  private static GraphTree tree(String name) {
    return GraphTree.parse(Graphs.yaml(name)).orElseThrow();
  }

  private static Graph read(String yaml) {
    return Variables.read(yaml, "share.yaml", GraphTree.parse(yaml));
  }
}
