package io.octograph.worker.event;

import static io.octograph.worker.event.Calls.header;
import static io.octograph.worker.event.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.test.ScriptedServer.Script;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.Result;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.WalkStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls as a broker delivers them: twice, at once, too early, too many, and to a worker in need.
 */
@QuarkusTest
@QuarkusTestResource(value = Rig.class, restrictToAnnotatedClass = true)
class CallFunctionTest {
  @Inject Calls calls;
  @Inject Leases leases;
  @Inject WalkStore walks;
  @Inject DeadLetters letters;

  @Test
  void answersInBinaryMode() {
    var sent = calls.begin("calm", "Why is the sky blue?");
    var answer = calls.deliver(sent);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(header(answer, "ce-type")).isEqualTo("io.octograph.result");
    assertThat(header(answer, "ce-id")).isEqualTo(sent.call().id());
    assertThat(header(answer, "ce-source")).isEqualTo("/octograph/events/calm");
    assertThat(header(answer, "ce-specversion")).isEqualTo("1.0");
    assertThat(header(answer, "ce-graph")).isEqualTo("events");
    assertThat(header(answer, "ce-graphversion")).isEqualTo("7");
    assertThat(header(answer, "ce-node")).isEqualTo("calm");
    assertThat(header(answer, "ce-hop")).isEqualTo(sent.event().headers().get("ce-hop"));
    assertThat(header(answer, "ce-traversal")).isEqualTo(sent.call().id().split("/")[0]);
    assertThat(header(answer, "ce-correlationid")).isEqualTo("Gr%C3%BC%C3%9Fe%20100%25");
    assertThat(header(answer, "ce-replyid")).isEqualTo("r-1");
    assertThat(Instant.parse(header(answer, "ce-time"))).isBefore(Instant.now());
    assertThat(header(answer, "content-type")).startsWith("application/json");
    var data = json(answer);
    assertThat(data.path("callId").asText()).isEqualTo(sent.call().id());
    assertThat(data.path("content").asText()).isEqualTo("答案 of calm");
    assertThat(data.path("finishReason").asText()).isEqualTo("length");
    assertThat(data.at("/usage/promptTokens").asInt()).isEqualTo(7);
    assertThat(data.at("/usage/completionTokens").asInt()).isEqualTo(3);
  }

  @Test
  void asksTheModelAsRequestsDo() {
    calls.deliver(calls.begin("calm", "Is it asked once?"));
    var asked = Rig.server.last();
    assertThat(asked.text())
        .contains("\"model\":\"real\"")
        .contains("{\"role\":\"system\",\"content\":\"Be scripted.\"}")
        .contains("{\"role\":\"user\",\"content\":\"Is it asked once?\"}");
    assertThat(asked.headers()).containsEntry("authorization", "Bearer graph-key");
  }

  @Test
  void answersInStructuredMode() {
    var sent = calls.begin("calm", "Structured?");
    var answer =
        calls.post(Map.of("Content-Type", "application/cloudevents+json"), sent.structured());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(header(answer, "content-type")).startsWith("application/cloudevents+json");
    var event = json(answer);
    assertThat(event.path("type").asText()).isEqualTo("io.octograph.result");
    assertThat(event.path("id").asText()).isEqualTo(sent.call().id());
    assertThat(event.path("correlationid").asText()).isEqualTo("Grüße 100%");
    assertThat(Instant.parse(event.path("time").asText())).isBefore(Instant.now());
    assertThat(event.at("/data/content").asText()).isEqualTo("答案 of calm");
  }

  @Test
  void doesNoWorkTwice() {
    var sent = calls.begin("calm", "Only once, please.");
    var first = calls.deliver(sent);
    Rig.next("calm", (request, reply) -> reply.json(200, Rig.completion("another answer")));
    var second = calls.deliver(sent);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(json(second)).isEqualTo(json(first));
    assertThat(Rig.asked("Only once, please.")).isEqualTo(1);
    Rig.scripts.get("calm").clear();
  }

  @Test
  void refusesWhatIsBeingWorkedOn() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Rig.next("held", holding(asked, go));
    var sent = calls.begin("held", "Held for a while.");
    var first = calls.deliverLater(sent);
    asked.await();
    var second = calls.deliver(sent);
    assertThat(second.statusCode()).isEqualTo(500);
    assertThat(json(second).at("/error/message").asText()).contains("is being worked on");
    go.countDown();
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(json(calls.deliver(sent))).isEqualTo(json(first.join()));
    assertThat(Rig.asked("Held for a while.")).isEqualTo(1);
  }

  @Test
  void takesOverWhenALeaseIsOver() {
    var sent = calls.begin("calm", "Whose is it?");
    leases.take(sent.call().id(), "a worker that died", Duration.ofMillis(400));
    assertThat(calls.deliverUntil(sent, ok()).statusCode()).isEqualTo(200);
  }

  @Test
  void stopsWhenItsLeaseIsLost() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var hungUp = new CountDownLatch(1);
    Rig.next(
        "held",
        (request, reply) -> {
          asked.countDown();
          reply.awaitHangUp();
          hungUp.countDown();
        });
    var sent = calls.begin("held", "Lost on the way.");
    var first = calls.deliverLater(sent);
    asked.await();
    leases.done(sent.call().id(), new Outcome.Answered(Result.of(sent.call(), "by another")));
    hungUp.await();
    assertThat(first.join().statusCode()).isEqualTo(500);
    assertThat(json(calls.deliver(sent)).path("content").asText()).isEqualTo("by another");
  }

  static Stream<Script> passing() {
    return Stream.of(
        (request, reply) -> reply.json(503, "{}"),
        (request, reply) -> reply.json(429, "{}"),
        (request, reply) -> reply.whole(200, "text/html", "<html>"),
        (request, reply) -> reply.json(200, "{\"choices\":[{\"text\":\"no message\"}]}"),
        (request, reply) -> reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"cho"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void letsWhatFailedForNowBeTriedAgain(Script script) {
    Rig.next("failing", script);
    var sent = calls.begin("failing", "Will it work?");
    var failed = calls.deliver(sent);
    assertThat(failed.statusCode()).as(failed.body()).isEqualTo(500);
    assertThat(json(failed).at("/error/message").asText()).startsWith("Node failing did not");
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(200);
  }

  @Test
  void givesUpOnAServerThatHangs() {
    Rig.next("slow", (request, reply) -> reply.awaitHangUp());
    var sent = calls.begin("slow", "Anybody?");
    var failed = calls.deliver(sent);
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(json(failed).at("/error/message").asText()).contains("no answer within 300 ms");
    assertThat(calls.deliver(sent).statusCode()).isEqualTo(200);
  }

  @Test
  void failsForGoodWhatTheServerRefuses() {
    Rig.next(
        "refusing",
        (request, reply) -> reply.json(400, "{\"error\":{\"message\":\"too long by 5\"}}"));
    var sent = calls.begin("refusing", "A very long question.");
    var answer = calls.deliver(sent);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "ce-type")).isEqualTo("io.octograph.failed");
    assertThat(header(answer, "ce-node")).isEqualTo("refusing");
    assertThat(json(answer).path("id").asText()).isEqualTo(sent.call().id());
    assertThat(json(answer).path("node").asText()).isEqualTo("refusing");
    assertThat(json(answer).path("passing").asBoolean()).isFalse();
    assertThat(json(answer).path("reason").asText())
        .isEqualTo("Node refusing refused the call: too long by 5");
    assertThat(json(calls.deliver(sent))).isEqualTo(json(answer));
    assertThat(Rig.asked("A very long question.")).isEqualTo(1);
  }

  @Test
  void failsForGoodWhatIsNotServedHere() {
    var answer = calls.deliver(calls.begin("unserved", "Hello?"));
    assertThat(header(answer, "ce-type")).isEqualTo("io.octograph.failed");
    assertThat(json(answer).path("reason").asText())
        .contains("No node named \"unserved\" is served here. There are: calm");
    answer = calls.deliver(calls.begin("calm", "Hello?").with("ce-graph", "mars"));
    assertThat(json(answer).path("reason").asText())
        .isEqualTo("The worker that was called serves the graph events, not mars.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | The body is not JSON",
        "'' | The body is empty",
        "[] | The body holds a list",
        "{} | The event's data has no field \"id\"; it is needed.",
        "{\"id\":5} | The event's data.id is 5; it must be text.",
        "{\"id\":\"a/1/1\",\"node\":\"calm\",\"text\":\"x\"} | about another call"
      })
  void failsForGoodWhatCannotBeRead(String body, String reason) {
    var answer = calls.deliver(calls.begin("calm", "Hello?").withBody(body));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "ce-type")).isEqualTo("io.octograph.failed");
    assertThat(json(answer).path("reason").asText()).contains(reason);
  }

  @Test
  void dropsCallsThatNobodyWaitsFor() {
    var unknown = calls.begin("calm", "Which walk?");
    var id = unknown.call().id().replaceFirst("^..", "zz");
    var body = new String(unknown.event().body()).replace(unknown.call().id(), id);
    var answer =
        calls.deliver(
            unknown.withBody(body).with("ce-id", id).with("ce-traversal", id.split("/")[0]));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();

    var finished = calls.begin("calm", "Too late?");
    finish(finished.call().id().split("/")[0]);
    assertThat(calls.deliver(finished).statusCode()).isEqualTo(204);
    assertThat(Rig.asked("Too late?")).isZero();
  }

  @Test
  void keepsWhatCannotBeAddressed() {
    var answer = calls.deliver(calls.begin("calm", "Where to?").with("ce-node", null));
    assertThat(answer.statusCode()).isEqualTo(204);
    var letter = letters.newest(1).getFirst();
    assertThat(letter.reason()).isEqualTo("The event has no attribute node; give it one.");
    assertThat(letter.type()).isEqualTo("io.octograph.call");
    assertThat(letter.event()).contains("Where to?");
    answer = calls.deliver(calls.begin("calm", "Which one?").with("ce-id", "of my own"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(letters.newest(1).getFirst().reason()).contains("traversal/hop/index");
  }

  @Test
  void leavesOtherEventsAlone() {
    var answer = calls.deliver(calls.begin("calm", "?").with("ce-type", "org.example.other"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce-specversion | 0.3 | 400 | is of version 0.3; send CloudEvents 1.0",
        "ce-specversion | | 400 | The event has no specversion",
        "ce-source | | 400 | The event has no source; give it one in the header ce-source.",
        "ce-id | | 404 | this is no CloudEvent",
        "ce-type | | 400 | The event has no type"
      })
  void refusesWhatIsNoEvent(String header, String value, int status, String message) {
    var answer = calls.deliver(calls.begin("calm", "?").with(header, value));
    assertThat(json(answer).at("/error/message").asText()).contains(message);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void refusesBatchesAndHugeBodies() {
    var batch = Map.of("Content-Type", "application/cloudevents-batch+json");
    assertThat(calls.post(batch, "[]".getBytes()).statusCode()).isEqualTo(415);
    var structured = Map.of("Content-Type", "application/cloudevents+json");
    assertThat(calls.post(structured, "{".getBytes()).statusCode()).isEqualTo(400);
    assertThat(calls.post(structured, new byte[5 << 20]).statusCode()).isEqualTo(413);
  }

  @Test
  void handlesOnlyAsManyAsItMay() {
    var asked = new CountDownLatch(4);
    var go = new CountDownLatch(1);
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Rig.next("busy", holding(asked, go));
      running.add(calls.deliverLater(calls.begin("busy", "Busy " + i)));
    }
    await(asked);
    var more = calls.begin("busy", "One more");
    var refused = calls.deliver(more);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "retry-after")).isEqualTo("1");
    assertThat(json(refused).at("/error/message").asText()).startsWith("4 events are being");
    go.countDown();
    running.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    assertThat(calls.deliverUntil(more, ok()).statusCode()).isEqualTo(200);
  }

  @Test
  void storesWhatIsTooLongForAnEvent() {
    var long800 = "long ".repeat(160_000);
    Rig.next("long", (request, reply) -> reply.json(200, Rig.completion(long800)));
    var sent = calls.begin("long", long800 + "?");
    assertThat(sent.event().body()).hasSizeLessThan(200);
    var answer = calls.deliver(sent);
    assertThat(json(answer).path("stored").asBoolean()).as(answer.body()).isTrue();
    assertThat(json(answer).path("callId").asText()).isEqualTo(sent.call().id());
    assertThat(leases.outcome(sent.call().id()).orElseThrow())
        .isInstanceOfSatisfying(
            Outcome.Answered.class, kept -> assertThat(kept.result().content()).isEqualTo(long800));
    assertThat(Rig.server.last().text()).contains(long800 + "?");
  }

  @Test
  void refusesWhileTheStoreIsAway() {
    var sent = calls.begin("calm", "Is Redis there?");
    Rig.redis.kill();
    try {
      var answer = calls.deliver(sent);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(header(answer, "retry-after")).isEqualTo("1");
      assertThat(json(answer).at("/error/code").asText()).isEqualTo("store_away");
    } finally {
      Rig.redis.restart();
    }
    assertThat(calls.deliverUntil(sent, ok()).statusCode()).isEqualTo(200);
  }

  private void finish(String traversal) {
    var walk = walks.find(traversal).orElseThrow();
    var walker = new io.octograph.traversal.Walker(calls.graph());
    var cancelled = walker.next(walk.traversal(), new Outcome.Cancelled(), Instant.now());
    assertThat(cancelled.traversal().finished()).isTrue();
    assertThat(walks.replace(walk.moved(cancelled, "tick"))).isTrue();
  }

  private static java.util.function.Predicate<HttpResponse<String>> ok() {
    return answer -> answer.statusCode() == 200;
  }

  private static Script holding(CountDownLatch asked, CountDownLatch go) {
    return (request, reply) -> {
      asked.countDown();
      await(go);
      reply.json(200, Rig.completion("at last"));
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
