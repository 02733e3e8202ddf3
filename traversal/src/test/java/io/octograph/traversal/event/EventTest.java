package io.octograph.traversal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.FinishReason;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Result;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract that other systems hold on to: none of this may change by accident. */
class EventTest {
  private static final Call CALL =
      new Call("t/1/0", 1, 0, "physics", "<p>", 0.9, "Why?", "Explain.", true, "", "Explain.");
  private static final Traversal WALK =
      new Traversal("t", "g", 3, Query.of("Why?"), 0, List.of(), FinishReason.STOP, null);
  private static final Attributes.Reply REPLY = new Attributes.Reply("c-1", "r-1");

  @ParameterizedTest
  @CsvSource({
    "QUERY, io.octograph.query",
    "CALL, io.octograph.call",
    "RESULT, io.octograph.result",
    "ANSWER, io.octograph.answer",
    "FAILED, io.octograph.failed",
    "TICK, io.octograph.tick"
  })
  void typesHaveTheirNames(EventType type, String text) {
    assertThat(type.text()).isEqualTo(text);
    assertThat(EventType.of(text)).contains(type);
  }

  @ParameterizedTest
  @EnumSource(EventType.class)
  void everyTypeHasAPayload(EventType type) {
    assertThat(type.payload().isRecord()).isEqualTo(type != EventType.TICK);
  }

  @Test
  void strangeTypesAreNotOurs() {
    assertThat(EventType.of("io.octograph.other")).isEmpty();
  }

  @Test
  void aWalkIsDerivedFromItsQuery() {
    assertThat(Ids.traversal("/clients/1", "abc"))
        .isEqualTo(Ids.traversal("/clients/1", "abc"))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(Ids.traversal("/clients/1a", "bc"))
        .isNotEqualTo(Ids.traversal("/clients/2", "abc"));
  }

  @ParameterizedTest
  @CsvSource({"'', abc", "/clients/1, ''", "' ', abc"})
  void aQueryNeedsSourceAndId(String source, String id) {
    assertThatThrownBy(() -> Ids.traversal(source, id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a source and an id");
  }

  @Test
  void stepsNameTheirWalk() {
    assertThat(Ids.step("t", 2, 1)).isEqualTo("t/2/1");
    assertThat(Ids.traversalOf("t/2/1")).contains("t");
    assertThat(Stream.of("t", "t/2", "t/a/1", "t/2/1/0", "/2/1", "t/2/12345678901"))
        .allSatisfy(id -> assertThat(Ids.traversalOf(id)).isEmpty());
  }

  @Test
  void aCallCarriesWhatTriggersFilterOn() {
    var attributes = Attributes.of(CALL, WALK, REPLY);

    assertThat(attributes.type()).isEqualTo(EventType.CALL);
    assertThat(attributes.id()).isEqualTo("t/1/0");
    assertThat(attributes.source()).isEqualTo("/octograph/g/router");
    assertThat(attributes.extensions())
        .containsEntry("graph", "g")
        .containsEntry("graphversion", 3)
        .containsEntry("node", "physics")
        .containsEntry("traversal", "t")
        .containsEntry("hop", 1)
        .containsEntry("correlationid", "c-1")
        .containsEntry("replyid", "r-1");
  }

  @Test
  void aResultDiffersFromItsCallBySource() {
    var call = Attributes.of(CALL, WALK, REPLY);
    var result = call.reply(EventType.RESULT);

    assertThat(result.id()).isEqualTo(call.id());
    assertThat(result.source()).isEqualTo("/octograph/g/physics");
    assertThat(result.extensions()).isEqualTo(call.extensions());
  }

  @ParameterizedTest
  @CsvSource(value = {"'', ANSWER", "Away., FAILED"})
  void aWalkEndsInAnAnswerOrAFailure(String failure, EventType type) {
    var attributes = Attributes.of(answer(failure), Attributes.Reply.NONE);

    assertThat(attributes.type()).isEqualTo(type);
    assertThat(attributes.id()).isEqualTo("t/0/0");
    assertThat(attributes.extensions()).doesNotContainKeys("node", "correlationid", "replyid");
  }

  // as Knative's RequestReply has it (eventing, pkg/requestreply/correlation_id.go)
  @ParameterizedTest
  @CsvSource({"c-1, r-1, r-1", "c-1, '', c-1", "'', r-1, r-1"})
  void anEndNamesItsQuery(String correlationid, String replyid, String expected) {
    var reply = new Attributes.Reply(correlationid, replyid);

    assertThat(Attributes.of(answer(""), reply).replyid()).isEqualTo(expected);
    assertThat(Attributes.of(CALL, WALK, reply).replyid()).isEqualTo(replyid);
  }

  @Test
  void failuresSayWhere() {
    assertThat(Failure.of(answer("Away."))).isEqualTo(new Failure("t/0/0", "", "Away.", false));

    var failure = Failure.of(CALL, "Away.", true);
    assertThat(failure).isEqualTo(new Failure("t/1/0", "physics", "Away.", true));
    assertThat(failure.outcome()).isEqualTo(new Outcome.Failed("t/1/0", "Away.", true));
  }

  // CloudEvents 1.0, "Naming Conventions": lower-case letters and digits, at most 20 of them.
  @Test
  void extensionNamesAreValid() {
    assertThat(Attributes.of(CALL, WALK, REPLY).extensions().keySet())
        .hasSize(7)
        .allMatch(name -> name.matches("[a-z0-9]{1,20}"));
  }

  static Stream<Record> payloads() {
    return Stream.of(
        Query.of("Why?").at("physics"),
        CALL,
        Result.of(CALL, "So."),
        answer(""),
        new Failure("t/1/0", "physics", "Away.", true));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void payloadsArePlainJson(Record payload) throws Exception {
    var json = new ObjectMapper();

    assertThat(json.readValue(json.writeValueAsString(payload), payload.getClass()))
        .isEqualTo(payload);
  }

  private static Answer answer(String failure) {
    var receipt =
        new Receipt(
            "t",
            "g",
            3,
            List.of("entry"),
            List.of(),
            List.of(),
            Usage.NONE,
            0,
            FinishReason.STOP,
            5);
    return new Answer("t", "So.", FinishReason.STOP, "stop", "t/1/0", failure, false, receipt);
  }
}
