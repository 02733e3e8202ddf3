package io.octograph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTest {
  private final Graph graph = TestGraphs.reader().read(GraphReaderTest.valid("everything"));

  @Test
  void findsNodesByNameAndKind() {
    assertThat(graph.node("health")).isInstanceOf(Master.class);
    assertThat(graph.find("nobody")).isEmpty();
    assertThat(graph.masterList()).extracting(Master::name).containsExactly("entry", "health");
  }

  @Test
  void suggestsWhatWasMeant() {
    assertThatThrownBy(() -> graph.node("math-gtp"))
        .isInstanceOf(UnknownNodeException.class)
        .hasMessage("The graph clinic has no node named \"math-gtp\". Did you mean math_gpt?");
    assertThatThrownBy(() -> graph.master("math_gpt"))
        .hasMessage("The graph clinic has no master named \"math_gpt\". It has: entry, health.");
    assertThatThrownBy(() -> graph.worker("entry"))
        .hasMessageStartingWith("The graph clinic has no worker named \"entry\".");
  }

  @Test
  void findsNeighboursWithoutToken() {
    Map<String, Set<String>> tokens =
        Map.of("entry", Set.of("physics_gpt", "health", "general_gpt"));
    assertThat(GraphChecker.tokens(graph, tokens))
        .extracting(Problem::toString)
        .containsExactly(
            "clinic [entry] The adapter of the master entry has no functional token for the"
                + " neighbour calendar_agent. Mend: Remove the edge, or train an adapter that"
                + " knows calendar_agent.",
            "clinic [physics_gpt] The adapter of the master entry has no functional token for the"
                + " neighbour math_gpt. Mend: Remove the edge, or train an adapter that knows"
                + " math_gpt.");
  }

  @ParameterizedTest
  @CsvSource({
    "promtStyle, prompt-style",
    "api_key, api-key",
    "endpoint, endpoints",
    "edgse, edges",
    "temperature,",
    "x,"
  })
  void guessesFields(String written, String meant) {
    assertThat(Nearest.to(written, join(Format.WORKER, Format.ENDPOINT)).orElse(null))
        .isEqualTo(meant);
  }

  private static Set<String> join(java.util.List<String> a, java.util.List<String> b) {
    Set<String> all = new java.util.TreeSet<>(a);
    all.addAll(b);
    return all;
  }
}
