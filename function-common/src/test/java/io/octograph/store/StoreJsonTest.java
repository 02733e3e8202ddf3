package io.octograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.traversal.Call;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Result;
import io.octograph.traversal.store.DeadLetters.Letter;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again as it was. */
class StoreJsonTest {
  private static final Call CALL =
      new Call("t/1/0", 1, 0, "physics", "<p>", 0.9, "Why?", "Explain.", true, "", "Explain.");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyStateOfAWalk(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      assertThat(SomeWalks.wander(random)).allSatisfy(StoreJsonTest::isReadAgain);
    }
  }

  private static void isReadAgain(StoredWalk walk) {
    assertThat(StoreJson.walk(StoreJson.fields(walk))).isEqualTo(walk);
  }

  @Test
  void theQueryIsWrittenOnce() {
    var walk = SomeWalks.begun("a");
    var fields = StoreJson.fields(walk);

    assertThat(StoreJson.fields(SomeWalks.moved(walk, "b")).query()).isEqualTo(fields.query());
    assertThat(fields.state()).doesNotContain("messages");
    assertThat(fields.finished()).isEqualTo("0");
    assertThat(StoreJson.fields(SomeWalks.answered(walk)).finished()).isEqualTo("1");
  }

  static Stream<Outcome> ends() {
    return Stream.of(
        new Outcome.Answered(Result.of(CALL, "4")),
        new Outcome.Failed("t/1/0", "Away.", true),
        new Outcome.Failed("t/1/0", "Cut.", false, true, "The su"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void outcomes(Outcome outcome) {
    assertThat(StoreJson.outcome(StoreJson.text(outcome))).isEqualTo(outcome);
  }

  @Test
  void anOutcomeNamesItsKind() {
    assertThat(StoreJson.text(new Outcome.Failed("t/1/0", "Away.", true)))
        .isEqualTo(
            "{\"failed\":{\"id\":\"t/1/0\",\"reason\":\"Away.\",\"passing\":true,"
                + "\"begun\":false,\"partial\":\"\"}}");
    assertThat(StoreJson.text(new Outcome.Answered(Result.of(CALL, "4"))))
        .startsWith("{\"answered\":{\"callId\":\"t/1/0\"");
  }

  @Test
  void whatIsNoEndIsNotWritten() {
    assertThatThrownBy(() -> StoreJson.text(new Outcome.Cancelled()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cancelled[] is kept by no store; give an answer or a failure.");
  }

  @Test
  void letters() {
    var letter =
        new Letter("l", Instant.parse("2026-11-23T12:00:00.123Z"), "t", "w", "", "Why.", "{}");

    assertThat(StoreJson.text(letter)).contains("\"2026-11-23T12:00:00.123Z\"");
    assertThat(StoreJson.letter(StoreJson.text(letter))).isEqualTo(letter);
  }

  @Test
  void aNewerVersionMayWriteMore() {
    var walk = SomeWalks.answered(SomeWalks.begun("a"));
    var fields = StoreJson.fields(walk);
    var newer =
        new StoreJson.Fields(
            more(fields.query()),
            more(fields.state()),
            more(fields.origin()),
            fields.revision(),
            fields.causes(),
            fields.finished());

    assertThat(StoreJson.walk(newer)).isEqualTo(walk);
  }

  /** The same JSON with one more field in every object. */
  private static String more(String json) {
    return json.replace("{\"", "{\"newer\":[{}],\"");
  }

  @Test
  void whatCannotBeReadIsNotQuoted() {
    assertThatThrownBy(() -> StoreJson.query("{\"messages\": \"a secret\"}"))
        .isInstanceOf(StoreException.class)
        .hasNoCause()
        .hasMessageStartingWith("The store holds Query as this version cannot read it")
        .hasMessageNotContaining("secret");
  }
}
