package io.octograph.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.FinishReason;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Result;
import io.octograph.traversal.Usage;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events as they leave: what others read. */
class OutgoingTest {
  private static final String LONG = "x".repeat(800 << 10);

  @Test
  void attributesAreHeaders() {
    var sent = sent(EventType.CALL, call("Why?"));

    assertThat(sent.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-type", "io.octograph.call")
        .containsEntry("ce-source", "/octograph/g/router")
        .containsEntry("ce-id", "t/1/0")
        .containsEntry("ce-time", "1970-01-01T00:00:00Z")
        .containsEntry("ce-subject", "t")
        .containsEntry("ce-graph", "g")
        .containsEntry("ce-graphversion", "3")
        .containsEntry("ce-node", "physics")
        .containsEntry("ce-hop", "1")
        .containsEntry("ce-correlationid", "%E9%97%AE%201")
        .doesNotContainKey("ce-replyid");
    assertThat(data(sent).path("text").asText()).isEqualTo("Why?");
  }

  @Test
  void constantsAreInSmallLetters() {
    var data = data(sent(EventType.ANSWER, answer("It is so.")));

    assertThat(data.path("reason").asText()).isEqualTo("limit_deadline");
    assertThat(data.at("/receipt/reason").asText()).isEqualTo("limit_deadline");
  }

  @Test
  void whatIsTooLongStaysInTheStore() {
    assertThat(data(sent(EventType.CALL, call(LONG))))
        .isEqualTo(Json.object().put("stored", true).put("id", "t/1/0").put("node", "physics"));
    assertThat(
            data(
                sent(
                    EventType.RESULT,
                    new Result(
                        "t/1/0", "physics", LONG, "stop", Usage.NONE, Result.Times.UNKNOWN))))
        .isEqualTo(Json.object().put("stored", true).put("callId", "t/1/0").put("node", "physics"));
    assertThat(data(sent(EventType.ANSWER, answer(LONG))))
        .isEqualTo(Json.object().put("stored", true).put("traversal", "t"));
  }

  private static Outgoing sent(EventType type, Record data) {
    var attributes =
        new Attributes(type, "/octograph/g/router", "t/1/0", "g", 3, "physics", "t", 1, "问 1", "");
    return Outgoing.of(new Event(attributes, data), Instant.EPOCH);
  }

  private static ObjectNode data(Outgoing sent) {
    return Json.object(sent.body()).orElseThrow();
  }

  private static Call call(String text) {
    return new Call("t/1/0", 1, 0, "physics", "<p>", 0.9, "Why?", "", false, "", text);
  }

  private static Answer answer(String content) {
    var late = FinishReason.LIMIT_DEADLINE;
    var receipt = new Receipt("t", "g", 3, List.of(), List.of(), List.of(), Usage.NONE, 0, late, 1);
    return new Answer("t", content, late, late.openai(), "", "", false, receipt);
  }
}
