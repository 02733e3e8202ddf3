package io.octograph.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.octograph.graph.Graph;
import io.octograph.graph.GraphReader;
import io.octograph.graph.InvalidGraphException;
import io.octograph.graph.ReadyGraphs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardTest {
  private static final GraphReader READER =
      new GraphReader(name -> Optional.ofNullable(Map.<String, String>of().get(name)));

  @Test
  void knowsTheNeighboursOfTheEntryWithTheirSubjects() {
    Map<String, Card> cards =
        Card.of(ReadyGraphs.read("mmlu", READER), Optional.empty(), "mmlu.yaml");
    assertThat(cards).hasSize(17);
    Card physics = cards.get("physics_gpt");
    assertThat(physics.subjects())
        .containsExactly(
            "astronomy", "college physics", "conceptual physics", "high school physics");
    assertThat(physics.brief()).startsWith("Answers questions of physics").endsWith("planets.");
    assertThat(physics.promptStyle()).startsWith("Name the quantities");
  }

  @Test
  void saysEverythingThatIsMissing() {
    Graph graph =
        READER.read(
            """
            graph: small
            version: 1
            entry: entry
            nodes:
              - master: entry
                model: models/m
                edges: [one, two]
              - worker: one
                endpoints: embedded
              - worker: two
                endpoints: embedded
            """,
            "g.yaml");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> Card.of(graph, Optional.empty(), "g.yaml"))
        .withMessage(
            """
            g.yaml [one] The node has no description, and rows are written from it. Mend: Add description: what it answers, parameters, returns.
            g.yaml [two] The node has no description, and rows are written from it. Mend: Add description: what it answers, parameters, returns.""");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> Card.of(graph, Optional.of("one"), "g.yaml"))
        .withMessageContaining(
            "\"one\" is no master of the graph small. Mend: Give --master one of: entry.");
  }
}
