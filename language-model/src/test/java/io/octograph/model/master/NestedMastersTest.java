package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.octograph.graph.Graph;
import io.octograph.graph.ReadyGraphs;
import io.octograph.model.Bundled;
import io.octograph.model.EngineSettings;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Message;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fifteen masters in one folder, each deciding among its own. */
class NestedMastersTest {
  private static final Graph GRAPH = ReadyGraphs.load("mmlu-nested");
  private static final Models MODELS = new Models(Bundled.MODELS, EngineSettings.defaults());
  private static final Masters MASTERS = new Masters(MODELS);

  @AfterAll
  static void close() {
    MODELS.close();
  }

  private static Ask ask(String master, String query, boolean rewrite) {
    var asked = GRAPH.master(master);
    var messages = List.of(Message.user(query));
    return new Ask(GRAPH, asked, asked.edges(), messages, List.of(), rewrite, 60, 1);
  }

  @Test
  void everyNeighbourHasAToken() {
    for (var master : GRAPH.masterList()) {
      assertThat(MASTERS.file(master).nodes()).as(master.name()).containsAll(master.edges());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "physics_gpt, How far away is the nearest galaxy and how do astronomers measure it?, astronomy",
    "health_gpt, Which nerve supplies the deltoid muscle?, anatomy",
    "law_gpt, What does the Vienna Convention on the Law of Treaties say about reservations?,"
        + " international_law",
    "math_gpt, Is every subgroup of an abelian group normal?, abstract_algebra",
    "general_gpt, Record the journal entry for prepaid rent under accrual accounting.,"
        + " professional_accounting",
  })
  void aNestedMasterDecidesAmongItsOwn(String master, String query, String node) throws Exception {
    var decision = MASTERS.decide(ask(master, query, false));
    assertThat(decision.calls().getFirst().node()).isEqualTo(node);
    assertThat(decision.top())
        .extracting(Choice::node)
        .containsExactlyInAnyOrderElementsOf(GRAPH.master(master).edges());
    assertThat(decision.top().stream().mapToDouble(Choice::probability).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void itWritesTheQueryAnewAsTheMasterAboveDoes() throws Exception {
    var query = "Which nerve supplies the deltoid muscle?";
    var decision = MASTERS.decide(ask("health_gpt", query, true));
    assertThat(decision.calls()).hasSize(1);
    assertThat(decision.calls().getFirst().rewrite()).contains("deltoid").doesNotContain("')");
  }
}
