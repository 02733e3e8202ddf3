package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.model.Bundled;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled master's own decisions in a graph of two steps: compute, then explain in law. */
class TwoStepsTest {
  private static final String QUESTION =
      "What is 2 times 1350, and which law lets a tenant sue for that?";
  private static final Part COMPUTED =
      new Part("math_gpt", QUESTION, "The penalty is 2 · 1350 = 2700 dollars.");

  private static MasterDecider decider;

  @BeforeAll
  static void load() {
    decider = new MasterDecider(Bundled.model(), MasterFileTest.MMLU, System::nanoTime);
  }

  private static Decision decide(List<String> among, List<Part> answers) throws Exception {
    return decider.decide(new Asks(among, false, answers, 1).of(Message.user(QUESTION)), _ -> {});
  }

  @Test
  void itComputesFirst() throws Exception {
    var decision = decide(List.of("math_gpt", "law_gpt", "general_gpt"), List.of());
    assertThat(decision.calls().getFirst().node()).isEqualTo("math_gpt");
  }

  @Test
  void afterTheAnswerItAsksTheLawyer() throws Exception {
    var decision = decide(List.of("law_gpt"), List.of(COMPUTED));
    assertThat(decision.calls().getFirst().node()).isEqualTo("law_gpt");
    assertThat(decision.top())
        .extracting(Choice::node)
        .containsExactlyInAnyOrder("law_gpt", Choice.FINISH);
  }
}
