package io.octograph.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.openai.ApiException;
import io.octograph.openai.Json;
import io.octograph.traversal.Answer;
import io.octograph.traversal.Call;
import io.octograph.traversal.FinishReason;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Query;
import io.octograph.traversal.Receipt;
import io.octograph.traversal.Result;
import io.octograph.traversal.Step;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.Usage;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.event.Failure;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes out comes in again, whole or by the store. */
class PayloadsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Attributes.Reply REPLY = new Attributes.Reply("für 你", "");
  private final MemoryWalks walks = new MemoryWalks(10);
  private final MemoryLeases leases = new MemoryLeases(10, InstantSource.fixed(NOW));
  private final Payloads payloads = new Payloads(walks, leases);

  @Test
  void carriesACall() {
    var call = call("Wie groß ist 你?");
    var sent = incoming(new Event(attributes(call), call));
    assertThat(payloads.call(sent)).contains(call);
    assertThat(sent.attributes()).isEqualTo(attributes(call));
    assertThat(sent.extension("subject")).isEqualTo(traversal(call).id());
    assertThat(sent.extension("time")).isEqualTo(NOW.toString());
  }

  @Test
  void leavesALongCallInTheStore() {
    var call = call("x".repeat(Outgoing.LONGEST));
    var sent = incoming(new Event(attributes(call), call));
    assertThat(sent.data()).hasSizeLessThan(200);
    assertThat(payloads.call(sent)).as("its walk is gone").isEmpty();
    var origin = new Origin("/test", "1", REPLY);
    walks.begin(new StoredWalk(traversal(call), origin, 0, Map.of()), NOW);
    assertThat(payloads.call(sent)).contains(call);
  }

  @Test
  void carriesOutcomes() {
    var call = call("?");
    var result =
        new Result(call.id(), "law", "§ 5", "stop", new Usage(3, 4), new Result.Times(1, 2, 3));
    assertThat(
            payloads.outcome(incoming(new Event(attributes(call).reply(EventType.RESULT), result))))
        .contains(new Outcome.Answered(result));
    var failure = new Failure(call.id(), "law", "It is away.", true);
    assertThat(
            payloads.outcome(
                incoming(new Event(attributes(call).reply(EventType.FAILED), failure))))
        .contains(new Outcome.Failed(call.id(), "It is away.", true));
  }

  @Test
  void leavesALongResultInTheStore() {
    var call = call("?");
    var result = Result.of(call, "y".repeat(Outgoing.LONGEST));
    var sent = incoming(new Event(attributes(call).reply(EventType.RESULT), result));
    assertThat(sent.data()).hasSizeLessThan(200);
    assertThat(payloads.outcome(sent)).isEmpty();
    leases.done(call.id(), new Outcome.Answered(result));
    assertThat(payloads.outcome(sent)).contains(new Outcome.Answered(result));
  }

  @Test
  void carriesAnAnswerWithItsReceipt() {
    var call = call("?");
    var short1 = Json.object(Outgoing.of(answer(call, "short"), NOW).body()).orElseThrow();
    assertThat(short1.path("content").asText()).isEqualTo("short");
    assertThat(short1.at("/receipt/path/0").asText()).isEqualTo("law");
    assertThat(short1.path("reason").asText()).isEqualTo("stop");
    var long1 = Outgoing.of(answer(call, "z".repeat(Outgoing.LONGEST)), NOW).body();
    assertThat(new String(long1))
        .isEqualTo("{\"stored\":true,\"traversal\":\"" + traversal(call).id() + "\"}");
  }

  @Test
  void bearsNewAndMissingFields() {
    var call = call("?");
    var event = incoming(new Event(attributes(call), call));
    var newer = "{\"id\":\"%s\",\"node\":\"law\",\"text\":\"t\",\"more\":{}}".formatted(call.id());
    var read = payloads.call(with(event, newer)).orElseThrow();
    assertThat(read.text()).isEqualTo("t");
    assertThat(read.rewrite()).isEmpty();
    assertThatThrownBy(() -> payloads.call(with(event, "{\"id\":\"x\"}")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("The event's data has no field \"node\"; it is needed.");
    assertThatThrownBy(
            () -> payloads.call(with(event, newer.replace("\"more\":{}", "\"hop\":\"many\""))))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("The event's data is no call.");
    assertThatThrownBy(() -> payloads.outcome(with(event, "{\"callId\":\"a/1/1\"}")))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> payloads.call(with(event, newer.replace(call.id(), "a/1/1"))))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("about another call");
  }

  @Test
  void sendsAnEventOnAsItCame() {
    var call = call("?");
    var first = incoming(new Event(attributes(call), call));
    assertThat(incoming(Outgoing.of(first))).usingRecursiveComparison().isEqualTo(first);
  }

  private static Call call(String text) {
    var id = "0123456789abcdef0123456789abcdef/1/0";
    return new Call(id, 1, 0, "law", "<nexa_1>", 0.5, text, "", false, "no rewrite", text);
  }

  private static Traversal traversal(Call call) {
    var id = call.id().split("/")[0];
    var step =
        new Step(
            call.id(),
            1,
            0,
            "",
            Step.Role.ROOT,
            "law",
            "",
            "",
            call,
            Step.Phase.OPEN,
            null,
            null,
            "",
            false,
            false,
            "",
            0);
    return new Traversal(id, "mmlu", 3, Query.of("?"), 0, List.of(step), null, null);
  }

  private static Attributes attributes(Call call) {
    return Attributes.of(call, traversal(call), REPLY);
  }

  private static Event answer(Call call, String content) {
    var receipt =
        new Receipt(
            traversal(call).id(),
            "mmlu",
            3,
            List.of("law"),
            List.of(),
            List.of(),
            Usage.NONE,
            0,
            FinishReason.STOP,
            5);
    var answer =
        new Answer(
            traversal(call).id(),
            content,
            FinishReason.STOP,
            "stop",
            call.id(),
            "",
            false,
            receipt);
    return new Event(Attributes.of(answer, REPLY), answer);
  }

  private static Incoming with(Incoming event, String data) {
    return new Incoming(
        event.type(), event.source(), event.id(), event.extensions(), data.getBytes(), false);
  }

  private static Incoming incoming(Event event) {
    return incoming(Outgoing.of(event, NOW));
  }

  private static Incoming incoming(Outgoing outgoing) {
    var headers = MultiMap.caseInsensitiveMultiMap();
    headers.addAll(outgoing.headers());
    return BinaryEvents.read(headers, outgoing.body());
  }
}
