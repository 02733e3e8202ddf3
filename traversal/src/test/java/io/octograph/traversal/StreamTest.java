package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * What a client has been sent is never taken back: on random graphs, with pieces, results, failures
 * and the deadline in random order, the pieces put together are the answer.
 */
class StreamTest {
  @RepeatedTest(500)
  void thePiecesAreTheAnswer(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var walker = new Walker(RandomGraphs.of(random));
    var sent = new StringBuilder();
    var listener =
        new WalkListener() {
          @Override
          public void text(Caller.Delta delta) {
            sent.append(delta.text());
          }
        };
    var stream = new Stream(walker, listener);
    var open = new ArrayList<Command>();
    var move = walker.start("w", Query.of("Where?"), Bench.NOON);
    takeUp(move, stream, open);
    while (!move.traversal().finished()) {
      var command = open.get(random.nextInt(open.size()));
      if (command instanceof Command.Send(var call, var last) && random.nextInt(3) > 0) {
        stream.arrived(move.traversal(), call.id(), Caller.Delta.of("p" + random.nextInt(10)));
        continue;
      }
      open.remove(command);
      var outcome = known(stream, outcome(command, random));
      move = walker.next(move.traversal(), outcome, Bench.NOON);
      if (random.nextInt(40) == 0) {
        takeUp(move, stream, open);
        var late = Bench.NOON.plusSeconds(1000);
        move = walker.next(move.traversal(), new Outcome.Tick(stream.partials()), late);
      }
      takeUp(move, stream, open);
    }

    assertThat(move.traversal().answer().content()).isEqualTo(sent.toString());
  }

  private static void takeUp(Move move, Stream stream, List<Command> open) {
    for (var command : move.commands()) {
      if (command instanceof Command.Send send) {
        stream.sent(send);
      }
      open.add(command);
    }
    stream.settle(move.traversal());
  }

  private static Outcome outcome(Command command, Random random) {
    if (command instanceof Command.Send(var call, var last) && random.nextInt(3) == 0) {
      return new Outcome.Failed(call.id(), "Away.", true);
    }
    return EndlessTest.outcome(command, random);
  }

  private static Outcome known(Stream stream, Outcome outcome) {
    return outcome instanceof Outcome.Answered(var result)
        ? new Outcome.Answered(stream.whole(result))
        : stream.withPartial(outcome);
  }
}
