package io.octograph.router.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.router.event.Broker.Sent;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.WalkStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walks by events with a broker that doubles, delays and loses, over a real Redis. */
@QuarkusTest
@TestProfile(ScriptedMasters.Profile.class)
@QuarkusTestResource(value = EventWorld.class, restrictToAnnotatedClass = true)
class EventDoorTest {
  @Inject WalkStore walks;
  @Inject DeadLetters letters;

  private final Broker broker = new Broker();

  @Test
  void walksASingleStep() {
    taken(broker.ask("{\"query\":\"Please, math.\"}", "replyid", "r-7"));
    Sent call = broker.next("call");
    assertThat(call.headers())
        .containsEntry("ce-graph", "events")
        .containsEntry("ce-graphversion", "4")
        .containsEntry("ce-node", "math")
        .containsEntry("ce-hop", "1")
        .containsEntry("ce-source", "/octograph/events/router")
        .containsEntry("ce-replyid", "r-7")
        .containsEntry("ce-tenant", "blue")
        .containsEntry("content-type", "application/json");
    assertThat(call.id()).isEqualTo(call.traversal() + "/1/0");
    assertThat(call.data().path("text").asText()).isEqualTo("Please, math. Part I.");

    taken(broker.answer(call));
    Sent answer = broker.next("answer");
    assertThat(answer.id()).isEqualTo(call.traversal() + "/0/0");
    assertThat(answer.node()).isEmpty();
    assertThat(answer.headers()).containsEntry("ce-tenant", "blue");
    assertThat(answer.data().path("content").asText()).isEqualTo("I am math.");
    assertThat(answer.data().at("/receipt/path/1").asText()).isEqualTo("math");
    assertThat(walks.overdue(Instant.now().plusSeconds(3600), 1000))
        .doesNotContain(call.traversal());
  }

  @Test
  void startsAtThePinnedNode() {
    taken(
        broker.ask("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"node\":\"general\"}"));
    assertThat(broker.next("call").node()).isEqualTo("general");
  }

  @Test
  void joinsParallelCallsOfWhichTwoAreOneNodes() {
    taken(broker.ask("{\"query\":\"math and general, then math again\"}"));
    List<Sent> calls = broker.news();
    assertThat(calls).extracting(Sent::node).containsExactly("math", "general", "math");
    taken(broker.answer(calls.get(2)));
    taken(broker.answer(calls.get(0)));
    assertThat(broker.news()).isEmpty();
    taken(broker.answer(calls.get(1)));
    assertThat(broker.next("answer").data().path("content").asText())
        .startsWith("## math")
        .contains("I am general.");
  }

  @Test
  void decidesAtANestedMaster() {
    taken(broker.ask("{\"query\":\"health, that is anatomy\"}"));
    Sent call = broker.next("call");
    assertThat(call.node()).isEqualTo("anatomy");
    assertThat(call.headers()).containsEntry("ce-hop", "2");
    taken(broker.answer(call));
    broker.next("answer");
  }

  @Test
  void goesOnAfterAnAnswer() {
    taken(broker.ask("{\"query\":\"in steps\"}"));
    taken(broker.answer(broker.next("call")));
    Sent second = broker.next("call");
    assertThat(second.node()).isEqualTo("writer");
    taken(broker.answer(second));
    assertThat(broker.next("answer").data().path("content").asText()).isEqualTo("I am writer.");
  }

  @Test
  void takesStructuredEvents() {
    String event =
        """
        {"specversion":"1.0","type":"io.octograph.query","source":"/s","id":"%s","correlationid":"%s",
         "data":{"query":"math"}}\
        """
            .formatted(broker.id, broker.id);
    taken(RestAssured.given().contentType("application/cloudevents+json").body(event).post("/"));
    broker.next("call");
  }

  @Test
  void repeatsWhatItSaidWhenAnEventComesTwice() {
    String query = "{\"query\":\"math or general?\"}";
    int before = ScriptedMasters.decisions.get();
    taken(broker.ask(query));
    List<Sent> calls = broker.news();
    taken(broker.ask(query));
    assertThat(broker.news()).extracting(Sent::id).containsExactlyElementsOf(ids(calls));
    assertThat(ScriptedMasters.decisions.get() - before).isEqualTo(1);

    taken(broker.answer(calls.get(0)));
    taken(broker.answer(calls.get(0)));
    taken(broker.ask(query));
    assertThat(broker.news()).extracting(Sent::id).containsExactly(calls.get(1).id());
    taken(broker.answer(calls.get(1)));
    Sent answer = broker.next("answer");
    taken(broker.answer(calls.get(1)));
    assertThat(broker.next("answer").data()).isEqualTo(answer.data());
    taken(broker.fail(calls.get(0), "Too late."));
    assertThat(broker.news()).isEmpty();
  }

  @Test
  void sendsAgainWhatItsSinkDidNotTake() {
    EventWorld.REFUSED.add(broker.id);
    Response refused = broker.ask("{\"query\":\"math or general?\"}");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.asString()).contains("The sink answered with status 503.");
    broker.news();
    taken(broker.ask("{\"query\":\"math or general?\"}"));
    assertThat(broker.news()).extracting(Sent::node).containsExactly("math", "general");
  }

  @Test
  void takesTheFallbackWhenACallFails() {
    taken(broker.ask("{\"query\":\"physics\"}"));
    taken(broker.fail(broker.next("call"), "It is broken."));
    Sent second = broker.next("call");
    assertThat(second.node()).isEqualTo("general");
    taken(broker.fail(second, "That one too."));
    Sent failed = broker.next("failed");
    assertThat(failed.node()).isEmpty();
    assertThat(failed.data().path("reason").asText()).contains("It is broken.");
  }

  @Test
  void goesOnWhenAnAnswerCannotBeRead() {
    taken(broker.ask("{\"query\":\"physics\"}"));
    Sent call = broker.next("call");
    taken(Broker.deliver(broker.from(call, "result"), "<html>"));
    assertThat(broker.next("call").node()).isEqualTo("general");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"query\":\"\"}                        | query is empty",
        "{\"query\":\"a\",\"messages\":[]}       | not both",
        "{\"query\":\"a\",\"node\":\"nope\"}     | node is \"nope\"",
        "{\"query\":\"a\",\"what\":1}            | There is no field \"what\"",
        "[]                                      | The body holds a list",
        "{                                       | The body is not JSON",
      })
  void failsAQueryThatCanNeverBeWalked(String data, String reason) {
    taken(broker.ask(data));
    Sent failed = broker.next("failed");
    assertThat(failed.data().path("reason").asText()).contains(reason);
    assertThat(failed.data().path("passing").asBoolean()).isFalse();
    assertThat(failed.id()).isEqualTo(failed.traversal() + "/0/0");
  }

  @Test
  void failsAQueryForAnotherGraph() {
    taken(broker.ask("{\"query\":\"math\"}", "graph", "mmlu"));
    assertThat(broker.next("failed").data().path("reason").asText())
        .isEqualTo("The event's graph is \"mmlu\"; the graph here is events.");
  }

  @Test
  void wantsABusyMastersQueryAgainButNotForEver() {
    Response busy = broker.ask("{\"query\":\"busy\"}");
    assertThat(busy.statusCode()).isEqualTo(500);
    assertThat(broker.news()).isEmpty();
    Map<String, String> dead = broker.headers("query", "/clients/test", broker.id);
    dead.putAll(Broker.death("500", "{\"error\":{\"message\":\"Too much to do.\"}}"));
    taken(Broker.deliver(dead, "{\"query\":\"busy\"}"));
    assertThat(broker.next("failed").data().path("reason").asText()).contains("Too much to do.");
  }

  @Test
  void failsADeadCallSoThatTheFallbackIsTaken() {
    taken(broker.ask("{\"query\":\"physics\"}"));
    Sent call = broker.next("call");
    String said = "dispatch error: Post \"http://10.0.0.7\": dial tcp: connect: connection refused";
    taken(broker.dead(call, "503", said));
    Sent second = broker.next("call");
    assertThat(second.node()).isEqualTo("general");
    taken(broker.dead(second, "500", "{\"error\":{\"message\":\"Node general broke.\"}}"));
    assertThat(broker.next("failed").data().path("reason").asText())
        .contains("physics could not be reached (connection refused) after all retries.")
        .doesNotContain("10.0.0.7");
    assertThat(letters.newest(100))
        .filteredOn(letter -> letter.traversal().equals(call.traversal()))
        .extracting(DeadLetters.Letter::reason)
        .containsExactly(
            "general still said \"Node general broke.\" after all retries.",
            "physics could not be reached (connection refused) after all retries.");
  }

  @Test
  void worksADeadResultIn() {
    taken(broker.ask("{\"query\":\"math\"}"));
    Sent call = broker.next("call");
    Map<String, String> dead = broker.from(call, "result");
    dead.putAll(Broker.death("429", ""));
    taken(
        Broker.deliver(
            dead,
            "{\"callId\":\"%s\",\"node\":\"math\",\"content\":\"Late.\"}".formatted(call.id())));
    assertThat(broker.next("answer").data().path("content").asText()).isEqualTo("Late.");
  }

  @Test
  void keepsEndsThatNobodyTook() {
    taken(broker.ask("{\"query\":\"math\"}"));
    taken(broker.answer(broker.next("call")));
    Sent answer = broker.next("answer");
    taken(broker.dead(answer, "404", ""));
    assertThat(broker.news()).isEmpty();
    assertThat(letters.newest(100))
        .filteredOn(letter -> letter.traversal().equals(answer.traversal()))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.type()).isEqualTo("io.octograph.answer");
              assertThat(letter.reason()).startsWith("The receiver of the answer still answered");
            });
  }

  @ParameterizedTest
  @CsvSource({"result", "failed", "answer", "strange"})
  void takesAndForgetsWhatNobodyWaitsFor(String type) {
    var headers = broker.headers(type, "/s", "unknown/1/0", "graph", "events", "node", "math");
    taken(
        Broker.deliver(
            headers,
            "{\"callId\":\"unknown/1/0\",\"node\":\"math\",\"content\":\"\","
                + "\"id\":\"unknown/1/0\",\"reason\":\"r\"}"));
    assertThat(broker.news()).isEmpty();
  }

  @Test
  void goesOnWhereItWasWhenTheStoreComesBack() {
    taken(broker.ask("{\"query\":\"math and general\"}"));
    List<Sent> calls = broker.news();
    taken(broker.answer(calls.getFirst()));
    EventWorld.redis.kill();
    try {
      assertThat(broker.answer(calls.getLast()).statusCode()).isEqualTo(503);
      assertThat(broker.news()).isEmpty();
    } finally {
      EventWorld.redis.restart();
    }
    Instant limit = Instant.now().plusSeconds(30);
    int status = 503;
    while (status != 204 && Instant.now().isBefore(limit)) {
      status = broker.answer(calls.getLast()).statusCode();
    }
    assertThat(status).isEqualTo(204);
    assertThat(broker.next("answer").data().path("content").asText())
        .contains("I am math.", "I am general.");
  }

  private static void taken(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(204);
  }

  private static List<String> ids(List<Sent> sent) {
    return sent.stream().map(Sent::id).toList();
  }
}
