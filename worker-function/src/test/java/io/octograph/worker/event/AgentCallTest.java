package io.octograph.worker.event;

import static io.octograph.worker.event.Calls.header;
import static io.octograph.worker.event.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.AssistantServer.Received;
import io.octograph.test.AssistantServer.Trouble;
import io.octograph.traversal.store.Leases;
import io.octograph.worker.agent.AgentRig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call by event makes its functions act once, however often it is delivered. */
@QuarkusTest
@QuarkusTestResource(value = AgentRig.class, restrictToAnnotatedClass = true)
class AgentCallTest {
  private static final String DENTIST =
      "Put a dentist appointment in my calendar for Tuesday at 3pm.";

  @Inject Calls calls;
  @Inject Leases leases;

  @BeforeEach
  void forget() {
    AgentRig.server.clear();
  }

  @Test
  void callsOnceWhatIsDeliveredTwice() {
    var sent = calls.begin("assistant", DENTIST);
    var first = calls.deliver(sent);
    assertThat(header(first, "ce-type")).isEqualTo("io.octograph.result");
    assertThat(json(first).path("content").asText())
        .startsWith("create_event was called with {\"title\":\"dentist appointment\"");
    assertThat(json(calls.deliver(sent))).isEqualTo(json(first));
    assertThat(AgentRig.server.received())
        .extracting(Received::key)
        .containsExactly(sent.call().id() + "/0");
    assertThat(AgentRig.server.kept()).hasSize(1);
  }

  @Test
  void takesOverFromAWorkerThatDied() {
    var sent = calls.begin("assistant", DENTIST);
    leases.take(sent.call().id(), "a worker that died", Duration.ofMillis(300));
    calls.deliverUntil(sent, answer -> answer.statusCode() == 200);
    assertThat(AgentRig.server.received()).hasSize(1);
  }

  /** Whether it was carried out nobody knows, so it is not called again. */
  @Test
  void failsForGoodWhatMayHaveBeenDone() {
    AgentRig.server.next(Trouble.status(500, "{}"));
    var sent = calls.begin("assistant", DENTIST);
    var failed = calls.deliver(sent);
    assertThat(failed.statusCode()).as(failed.body()).isEqualTo(200);
    assertThat(header(failed, "ce-type")).isEqualTo("io.octograph.failed");
    assertThat(json(failed).path("reason").asText()).contains("answered with status 500");
    assertThat(json(calls.deliver(sent))).isEqualTo(json(failed));
    assertThat(AgentRig.server.received()).hasSize(1);
  }

  /** What was surely not carried out is called again, under the same key. */
  @Test
  void triesAgainWhatWasRefusedForNow() {
    AgentRig.server.next(Trouble.status(503, "{}"));
    var sent = calls.begin("assistant", DENTIST);
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(500);
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(200);
    assertThat(AgentRig.server.received())
        .extracting(Received::key)
        .containsExactly(sent.call().id() + "/0", sent.call().id() + "/0");
    assertThat(AgentRig.server.kept()).hasSize(1);
  }

  /** A read has no effect that could be had twice. */
  @Test
  void triesAgainWhatOnlyReads() {
    AgentRig.server.next(Trouble.status(500, "{}"));
    var sent = calls.begin("assistant", "What's the weather in Oslo?");
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(500);
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(200);
  }
}
