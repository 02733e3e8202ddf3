package io.octograph.model.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.octograph.model.Bundled;
import io.octograph.traversal.Choice;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decision;
import io.octograph.traversal.Message;
import io.octograph.traversal.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a master may say that none fits, and when that the answers suffice. */
class NoneAndFinishTest {
  private static final String DERIVATIVE = "Tell me the result of derivative of x^3 when x is 2?";
  private static final Part ANSWER = new Part("math_gpt", DERIVATIVE, "It is 12.");
  private static final String TWO =
      "Who was Julius Caesar? And what are the symptoms of vitamin B12 deficiency?";

  @TempDir static Path folder;

  private static MasterDecider decider;
  private static List<String> neighbours;

  @BeforeAll
  static void load() throws Exception {
    neighbours = MasterFolders.write(folder).nodes();
    decider = new MasterDecider(Bundled.model(), folder, System::nanoTime);
  }

  private static Decision decide(
      boolean rewrite, List<Part> answers, String query, List<Chosen> told) throws Exception {
    var ask = new Asks(neighbours, rewrite, answers, 4).of(Message.user(query));
    return decider.decide(ask, told::add);
  }

  private static List<String> allowed(Decision decision) {
    assertThat(decision.top().stream().mapToDouble(Choice::probability).sum())
        .isCloseTo(1, within(1e-9));
    return decision.top().stream().map(Choice::node).toList();
  }

  private static List<String> with(String way) {
    var all = new ArrayList<>(neighbours);
    all.add(way);
    return all;
  }

  @Test
  void noneMayComeAtAFreshDecisionAlone() throws Exception {
    var told = new ArrayList<Chosen>();
    var decision = decide(true, List.of(), MasterFolders.FOR_NONE, told);
    assertThat(decision.kind()).isEqualTo(Decision.Kind.NONE);
    assertThat(decision.calls()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(decision.times().rewriteTokens()).isZero();
    assertThat(decision.top().getFirst())
        .isEqualTo(new Choice(Choice.NONE, decision.probability()));
    assertThat(allowed(decision)).containsExactlyInAnyOrderElementsOf(with(Choice.NONE));

    var answered = decide(true, List.of(ANSWER), MasterFolders.FOR_NONE, told);
    assertThat(answered.kind()).isNotEqualTo(Decision.Kind.NONE);
  }

  @Test
  void finishMayComeAfterAnAnswerAlone() throws Exception {
    var told = new ArrayList<Chosen>();
    var query = "Why is the sky blue?";
    var fresh = decide(false, List.of(), query, told);
    assertThat(fresh.kind()).isNotEqualTo(Decision.Kind.FINISH);
    assertThat(allowed(fresh)).doesNotContain(Choice.FINISH);

    told.clear();
    var scattering = new Part("general_gpt", query, "Air scatters blue light more than red light.");
    var decision = decide(true, List.of(scattering), query, told);
    assertThat(decision.kind()).isEqualTo(Decision.Kind.FINISH);
    assertThat(decision.calls()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(decision.top().getFirst())
        .isEqualTo(new Choice(Choice.FINISH, decision.probability()));
    assertThat(allowed(decision)).containsExactlyInAnyOrderElementsOf(with(Choice.FINISH));
  }

  @Test
  void afterACallComesANeighbourOrTheEnd() throws Exception {
    var told = new ArrayList<Chosen>();
    var decision = decide(true, List.of(), TWO, told);
    assertThat(decision.kind()).isEqualTo(Decision.Kind.CALLS);
    // The second question was the token's that now says none.
    assertThat(decision.calls()).allSatisfy(call -> assertThat(call.node()).isIn(neighbours));
    assertThat(told)
        .extracting(Chosen::node)
        .isSubsetOf(neighbours)
        .hasSameSizeAs(decision.calls());
  }
}
