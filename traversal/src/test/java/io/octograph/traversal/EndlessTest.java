package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random graphs full of cycles, masters that never finish, workers that fail: every walk ends. */
class EndlessTest {
  @RepeatedTest(300)
  void everyWalkEndsWithinItsLimits(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var graph = RandomGraphs.of(random);
    var walker = new Walker(graph);
    var move = walker.start("w", Query.of("Where?"), Bench.NOON);
    var open = new ArrayDeque<>(move.commands());
    int sent = 0;
    int decided = 0;
    while (!move.traversal().finished()) {
      var command = open.remove();
      var outcome = outcome(command, random);
      sent += command instanceof Command.Send ? 1 : 0;
      decided += command instanceof Command.Decide ? 1 : 0;
      move = walker.next(move.traversal(), outcome, Bench.NOON);
      open.addAll(move.commands());
    }

    assertThat(sent).isLessThanOrEqualTo(graph.limits().calls());
    assertThat(decided).isLessThanOrEqualTo(graph.limits().calls() + graph.limits().hops());
    // A step that a limit denied is noted one hop further than the walk went.
    assertThat(move.traversal().steps())
        .allSatisfy(
            step -> {
              assertThat(step.phase()).isNotEqualTo(Step.Phase.OPEN);
              assertThat(step.hop()).isLessThanOrEqualTo(graph.limits().hops() + 1);
            });
  }

  static Outcome outcome(Command command, Random random) {
    return switch (command) {
      case Command.Decide decide -> {
        var calls = new ArrayList<Chosen>();
        for (int i = 0; i <= random.nextInt(4); i++) {
          var node = decide.among().get(random.nextInt(decide.among().size()));
          calls.add(new Chosen(node, "<t>", 0.9, "Where is " + (char) ('a' + i) + "?"));
        }
        yield new Outcome.Decided(
            decide.id(), Decision.calls(calls, List.of(), false, Decision.Times.UNKNOWN));
      }
      case Command.Send send ->
          random.nextInt(5) == 0
              ? new Outcome.Failed(send.call().id(), "Away.", true)
              : new Outcome.Answered(Result.of(send.call(), "There."));
      case Command.Finish finish -> throw new IllegalStateException("It has ended.");
    };
  }
}
