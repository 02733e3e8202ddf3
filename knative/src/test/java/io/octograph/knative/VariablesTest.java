package io.octograph.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.InvalidGraphException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
  @ParameterizedTest
  @CsvSource({
    "'url: \"${A}/v1\"', A, false, false",
    "'url: \"${A:http://a.test}/v1\"', A, false, true",
    "'api-key: \"${A}\"', A, true, false",
    "'api-key: \"${A:}\"', A, true, true",
    "'url: \"http://a.test/${THE_TOKEN}\"', THE_TOKEN, true, false",
    "'url: [\"${A:x}\", \"${A}\"]', A, false, false",
    "'{url: \"${A}\", api-key: \"${A:x}\"}', A, true, false",
  })
  void whatAFileNames(String yaml, String name, boolean secret, boolean optional) {
    assertThat(of(yaml)).containsExactly(new Variable(name, secret, optional));
  }

  @ParameterizedTest
  @CsvSource({"'url: $${A}'", "'url: plain'", "'url: \"${OCTOGRAPH_WORKER_URL}\"'"})
  void nothingToAskFor(String yaml) {
    assertThat(of(yaml)).isEmpty();
  }

  @Test
  void addressesKeysAndTextsHaveStandIns() {
    String yaml =
        Graphs.small("g", "a")
            + """
              - worker: b
                endpoints:
                  - {url: "${WHOLE}", model: "${MODEL}", api-key: "${KEY}"}
                  - {url: "http://${HOST}:${MODEL_PORT}/v1", model: m}
                system-prompt: "${PROMPT}"
            """;
    yaml = yaml.replace("edges: [a]", "edges: [a, b]");
    assertThat(Renderer.render(yaml, "g.yaml").files()).containsKey("graph/workers/b.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PORT", "K_REVISION", "K_SINK", "OCTOGRAPH_NODES"})
  void namesThatPodsHaveAlreadyAreRefused(String name) {
    String yaml =
        """
        graph: g
        version: 1
        entry: a
        nodes: [{worker: a, endpoints: embedded, model: m, system-prompt: "${%s}"}]
        """
            .formatted(name);
    assertThatThrownBy(() -> Renderer.render(yaml, "g.yaml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("${" + name + "}")
        .hasMessageContaining("another name");
  }

  @Test
  void aNumberHasNone() {
    String yaml =
        """
        graph: g
        version: 1
        entry: a
        nodes: [{worker: a, endpoints: embedded, scale: {max: "${MOST}"}}]
        """;
    assertThatThrownBy(() -> Renderer.render(yaml, "g.yaml"))
        .isInstanceOf(InvalidGraphException.class)
        .hasMessageContaining("MOST is not set")
        .hasMessageContaining("${MOST:…}");
  }

  private static List<Variable> of(String yaml) {
    return Variables.of(GraphTree.parse(yaml).orElseThrow());
  }
}
