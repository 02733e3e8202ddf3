package io.octograph.traversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.octograph.graph.Graph;
import io.octograph.graph.UnknownNodeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single moves: time, repetition, strangers, the receipt. */
class WalkerTest {
  private static final Instant NOON = Bench.NOON;
  private static final Query QUERY = Query.of("What is 2 + 2?");

  private final Graph graph = Graphs.wide("deadline: 100s");
  private final Walker walker = new Walker(graph);

  private Move start(String node) {
    return walker.start("w", QUERY.at(node), NOON);
  }

  private static Call call(Move move) {
    return ((Command.Send) move.commands().getFirst()).call();
  }

  private static Outcome.Decided decided(String id, Chosen... calls) {
    return new Outcome.Decided(
        id, Decision.calls(List.of(calls), List.of(), false, Decision.Times.UNKNOWN));
  }

  private static Chosen to(String node, String rewrite) {
    return new Chosen(node, "<" + node + ">", 0.9, rewrite);
  }

  @Test
  void aCallThatTakesTooLongGoesToTheFallback() {
    var move = start("physics");

    var late = walker.next(move.traversal(), new Outcome.TimedOut("w/1/0"), NOON.plusSeconds(60));

    assertThat(call(late).node()).isEqualTo("general");
    assertThat(call(late).id()).isEqualTo("w/1/1");
    assertThat(call(late).reason())
        .isEqualTo("Instead of physics, which failed: No answer within 60 s.");
  }

  @Test
  void aTickEndsOverdueCallsOnly() {
    var move = start("physics");
    assertThat(walker.due(move.traversal())).contains(NOON.plusSeconds(60));

    var early = walker.next(move.traversal(), new Outcome.Tick(), NOON.plusSeconds(59));
    assertThat(early.commands()).isEmpty();
    assertThat(early.traversal()).isEqualTo(move.traversal());

    var late = walker.next(move.traversal(), new Outcome.Tick(), NOON.plusSeconds(60));
    assertThat(call(late).node()).isEqualTo("general");
    assertThat(walker.due(late.traversal())).contains(NOON.plusSeconds(100));
  }

  @Test
  void aCallThatTheClientHasSeenHasNoFallback() {
    var move = start("physics");

    var cut =
        walker.next(
            move.traversal(), new Outcome.Failed("w/1/0", "Cut.", true, true, "The su"), NOON);

    assertThat(cut.traversal().answer())
        .returns("The su", Answer::content)
        .returns("physics: Cut.", Answer::failure)
        .returns(FinishReason.FAILED, Answer::reason)
        .returns("error", Answer::finishReason)
        .returns(true, Answer::passing);
  }

  @Test
  void theDeadlineEndsAWalkWithWhatItHas() {
    var asked = walker.start("w", QUERY, NOON);
    var two =
        walker.next(
            asked.traversal(),
            decided("w/0/0", to("physics", "What is 2?"), to("general", "And + 2?")),
            NOON);
    var one =
        walker.next(
            two.traversal(),
            new Outcome.Answered(Result.of(call(two), "Two.")),
            NOON.plusSeconds(10));

    var end = walker.next(one.traversal(), new Outcome.Tick(), NOON.plusSeconds(100));

    assertThat(end.traversal().answer())
        .returns(
            "## physics: What is 2?\n\nTwo.\n\n## general: And + 2?\n\n"
                + "No answer: general: The time for the whole answer, 100 s, is over.",
            Answer::content)
        .returns(FinishReason.LIMIT_DEADLINE, Answer::reason)
        .returns("length", Answer::finishReason)
        .returns(false, Answer::failed);
    assertThat(end.traversal().answer().receipt().totalMillis()).isEqualTo(100_000);
  }

  @Test
  void atTheDeadlineHalfAnAnswerCounts() {
    var move = start("physics");

    var end =
        walker.next(
            move.traversal(),
            new Outcome.Tick(Map.of("w/1/0", "The sum")),
            NOON.plus(Duration.ofMinutes(5)));

    assertThat(end.traversal().answer())
        .returns("The sum", Answer::content)
        .returns("length", Answer::finishReason)
        .returns(false, Answer::failed);
  }

  @Test
  void nothingIsBegunAfterTheDeadline() {
    var move = start("physics");

    var late =
        walker.next(
            move.traversal(), new Outcome.Failed("w/1/0", "Away.", true), NOON.plusSeconds(200));

    assertThat(late.traversal().answer())
        .returns(FinishReason.LIMIT_DEADLINE, Answer::reason)
        .returns("physics: Away. general: The graph allows 100 s for an answer.", Answer::failure);
  }

  @Test
  void aCancelledWalkEnds() {
    var end = walker.next(start("").traversal(), new Outcome.Cancelled(), NOON);

    assertThat(end.traversal().answer())
        .returns(FinishReason.CANCELLED, Answer::reason)
        .returns(true, Answer::failed);
  }

  @Test
  void whatIsNotAwaitedChangesNothing() {
    var asked = walker.start("w", QUERY, NOON);
    var two =
        walker.next(
            asked.traversal(),
            decided("w/0/0", to("physics", "What is 2?"), to("general", "And + 2?")),
            NOON);
    var first = new Outcome.Answered(Result.of(call(two), "Two."));
    var one = walker.next(two.traversal(), first, NOON);
    var strange = new Result("w/9/9", "physics", "?", "stop", null, null);

    for (var outcome :
        List.of(
            first,
            new Outcome.Answered(Result.of(call(two), "Three.")),
            new Outcome.Failed("w/1/0", "Late.", true),
            new Outcome.TimedOut("w/1/0"),
            new Outcome.Answered(strange),
            new Outcome.Answered(new Result("w/0/0", "entry", "?", "stop", null, null)),
            decided("w/0/0", to("physics", "Again 2 + 2?")),
            decided("w/1/1", to("physics", "A call is no master.")),
            decided("other/0/0", to("physics", "Another walk.")))) {
      var move = walker.next(one.traversal(), outcome, NOON);
      assertThat(move.traversal()).as(outcome.toString()).isEqualTo(one.traversal());
      assertThat(move.commands()).isEmpty();
    }
  }

  @Test
  void anEndedWalkStaysAsItIs() {
    var move = start("physics");
    var result = new Outcome.Answered(Result.of(call(move), "4"));
    var end = walker.next(move.traversal(), result, NOON).traversal();

    assertThat(walker.next(end, new Outcome.Cancelled(), NOON)).isEqualTo(new Move(end, List.of()));
    assertThat(walker.pending(end)).containsExactly(new Command.Finish(end.answer()));
    assertThat(walker.due(end)).isEmpty();
  }

  @Test
  void pendingCommandsCanBeGivenAgain() {
    var asked = walker.start("w", QUERY, NOON);
    assertThat(walker.pending(asked.traversal())).isEqualTo(asked.commands());

    var two =
        walker.next(
            asked.traversal(),
            decided("w/0/0", to("physics", "What is 2?"), to("health", "And + 2?")),
            NOON);
    assertThat(walker.pending(two.traversal())).isEqualTo(two.commands()).hasSize(2);
  }

  @Test
  void theReceiptTellsWhatHappened() {
    var asked = walker.start("w", QUERY, NOON);
    var sent =
        walker.next(asked.traversal(), decided("w/0/0", to("physics", "Add 2 and 2.")), NOON);
    var times = new Result.Times(5, 20, 300);
    var result = new Result("w/1/0", "physics", "4", "stop", new Usage(1000, 2000), times);
    var end = walker.next(sent.traversal(), new Outcome.Answered(result), NOON.plusSeconds(2));

    var receipt = end.traversal().answer().receipt();
    assertThat(receipt.path()).containsExactly("entry", "physics");
    assertThat(receipt.version()).isEqualTo(3);
    assertThat(receipt.totalMillis()).isEqualTo(2000);
    assertThat(receipt.cost()).isCloseTo(5.0, within(1e-9));
    assertThat(receipt.decisions().getFirst().nodes()).containsExactly("physics");
    assertThat(receipt.calls().getFirst())
        .returns("<physics>", Receipt.Called::token)
        .returns(0.9, Receipt.Called::probability)
        .returns("Add 2 and 2.", Receipt.Called::rewrite)
        .returns(true, Receipt.Called::rewritten)
        .returns(times, Receipt.Called::times)
        .returns("", Receipt.Called::failure);
  }

  @Test
  void theReceiptSaysWhyARewriteStayedHome() {
    var asked = walker.start("w", QUERY, NOON);

    var sent =
        walker.next(asked.traversal(), decided("w/0/0", to("physics", "Add 2 and 2.")), NOON);
    assertThat(call(sent).reason()).isEmpty();

    var lost = walker.next(asked.traversal(), decided("w/0/0", to("physics", "Add up.")), NOON);
    assertThat(call(lost))
        .returns("The rewrite lost \"2\".", Call::reason)
        .returns("Add up.", Call::rewrite)
        .returns(false, Call::rewritten)
        .returns("What is 2 + 2?", Call::text);
  }

  @Test
  void aPassageKeepsItsTextAndEarlierTurnsStay() {
    var passage = "Sum this up in 3 words.\n" + "It was a long night. ".repeat(60);
    var history =
        List.of(
            new Message("system", "Be brief."),
            Message.user("Hello"),
            new Message("assistant", "Hi"),
            Message.user(passage),
            new Message("tool", "{\"found\": 7}"));
    var asked = walker.start("w", Query.of(history), NOON);

    var sent = walker.next(asked.traversal(), decided("w/0/0", to("physics", "Sum up.")), NOON);

    assertThat(call(sent).text()).isEqualTo("Sum up.\n\n" + passage);
    assertThat(call(sent).messages(Query.of(history)))
        .hasSize(5)
        .startsWith(history.get(0), history.get(1), history.get(2))
        .endsWith(history.get(4))
        .contains(Message.user("Sum up.\n\n" + passage));
  }

  @Test
  void theOptionsOfAnExamGoOutAsTheyWereAsked() {
    var exam = Query.of("Work done, about: (A) 0.8 kJ (B) 1.7 kJ");
    var one = decided("w/0/0", to("physics", "Compute the work done."));
    var two = decided("w/0/0", to("physics", "Compute the work."), to("general", "Round it."));

    var alone = walker.next(walker.start("w", exam, NOON).traversal(), one, NOON);
    var several = walker.next(walker.start("w", exam, NOON).traversal(), two, NOON);

    assertThat(call(alone).text()).isEqualTo("Compute the work done.\n(A) 0.8 kJ (B) 1.7 kJ");
    assertThat(call(several).reason()).startsWith("The rewrite lost \"0.8\"");
  }

  @Test
  void whereRewritesMayNotGoOutEachCallGetsItsPart() {
    var query = Query.of("What is 2 + 3? And who was Caesar?");
    var lost = decided("w/0/0", to("physics", "Add them."), to("general", "Caesar's life?"));

    var move = walker.next(walker.start("w", query, NOON).traversal(), lost, NOON);

    assertThat(move.commands())
        .extracting(command -> ((Command.Send) command).call())
        .extracting(Call::text, Call::rewritten)
        .containsExactly(tuple("What is 2 + 3?", false), tuple("And who was Caesar?", false));
    assertThat(call(move).reason())
        .isEqualTo(
            "The rewrite lost \"2\", \"3\". Its part of the question goes out as it was asked.");
  }

  @Test
  void withoutRewritesTheOriginalGoesOut() {
    var asked = walker.start("w", QUERY.asAsked(), NOON);

    var sent = walker.next(asked.traversal(), decided("w/0/0", to("physics", "")), NOON);

    assertThat(call(sent))
        .returns("What is 2 + 2?", Call::text)
        .returns("No rewrite was asked for.", Call::reason);
  }

  @Test
  void aWalkStaysOnItsVersion() {
    var old = start("").traversal();
    var other = new Graph("table", 4, "entry", graph.workers(), graph.nodes(), graph.limits());

    assertThatThrownBy(() -> new Walker(other).next(old, new Outcome.Tick(), NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("began on table version 3 and cannot go on with table version 4");
  }

  @Test
  void anUnknownStartIsRefused() {
    assertThatThrownBy(() -> start("phisics")).isInstanceOf(UnknownNodeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b"})
  void aBadIdIsRefused(String id) {
    assertThatThrownBy(() -> walker.start(id, QUERY, NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give one that is not blank and has no slash");
  }

  @Test
  void aQueryNeedsAQuestion() {
    assertThatThrownBy(() -> Query.of(List.of(Message.user(" "), new Message("system", "x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no user message with text");
  }
}
