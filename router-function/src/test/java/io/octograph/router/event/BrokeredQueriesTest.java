package io.octograph.router.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.octograph.openai.Json;
import io.octograph.router.event.Broker.Sent;
import io.octograph.test.ScriptedServer.Request;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.DeadLetters.Letter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queries by REST that go by a broker, walks that are overdue, and dead letters sent again. */
@QuarkusTest
@TestProfile(ScriptedMasters.Profile.class)
@QuarkusTestResource(value = EventWorld.class, restrictToAnnotatedClass = true)
class BrokeredQueriesTest {
  @Inject DeadLetters letters;

  private final Broker broker = new Broker();

  @Test
  void postsTheQueryAndShowsItsWalk() {
    String id =
        post(broker.id, "{\"query\":\"math\"}")
            .then()
            .statusCode(202)
            .header("Location", startsWith("/v1/queries/"))
            .body("status", equalTo("queued"))
            .body("graph", equalTo("events"))
            .body("links.events", endsWith("/events"))
            .extract()
            .path("id");
    Request query = about("ce-id", broker.id).getFirst();
    assertThat(query.headers())
        .containsEntry("ce-type", "io.octograph.query")
        .containsEntry("ce-source", "/octograph/events/queries")
        .containsEntry("ce-tenant", "blue");
    given().get("/v1/queries/" + id).then().body("status", equalTo("queued"));

    deliver(query);
    Sent call = call(id);
    given()
        .get("/v1/queries/" + id)
        .then()
        .body("status", equalTo("running"))
        .body("path[1]", equalTo("math"))
        .body("decisions[0].nodes[0]", equalTo("math"))
        .body("calls[0].state", equalTo("running"));
    assertThat(broker.answer(call).statusCode()).isEqualTo(204);
    given()
        .get("/v1/queries/" + id)
        .then()
        .body("status", equalTo("done"))
        .body("answer", equalTo("I am math."))
        .body("calls[0].state", equalTo("done"))
        .body("receipt.reason", equalTo("stop"));
    assertThat(stream(id))
        .containsSubsequence("event: decided", "event: called", "event: answered", "event: done");
  }

  @Test
  void givesTheSameWalkForTheSameKey() {
    String id = post(broker.id, "{\"query\":\"math\"}").path("id");
    post(broker.id, "{\"query\":\"math\"}").then().statusCode(202).body("id", equalTo(id));
    post(broker.id, "{\"query\":\"other\"}")
        .then()
        .statusCode(422)
        .body("error.code", equalTo("idempotency_key_reused"));
  }

  @Test
  void refusesWhenTheBrokerDoesAndTakesTheKeyAgain() {
    EventWorld.REFUSED.add("");
    post(broker.id, "{\"query\":\"math\"}")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("2"))
        .body("error.message", containsString("same key"));
    post(broker.id, "{\"query\":\"math\"}").then().statusCode(202);
    assertThat(about("ce-id", broker.id)).hasSize(2);
  }

  @Test
  void leavesALongQueryInTheStore() {
    String text = "math " + "很长".repeat(60_000);
    String id = post(broker.id, Json.text(Json.object().put("query", text))).path("id");
    Request query = about("ce-id", broker.id).getFirst();
    assertThat(query.text()).isEqualTo("{\"stored\":true}");
    deliver(query);
    assertThat(call(id).node()).isEqualTo("math");
  }

  @Test
  void endsOverdueWalksByATickAndOnlyOnce() {
    broker.ask("{\"query\":\"math and general\"}");
    List<Sent> calls = broker.news();
    broker.answer(calls.getFirst());
    tick();
    assertThat(broker.news()).isEmpty();
    ShiftedClock.forward(Duration.ofSeconds(3));
    EventWorld.REFUSED.add(broker.id);
    assertThat(tick().statusCode()).isEqualTo(500);
    broker.news();
    assertThat(tick().statusCode()).isEqualTo(204);
    Sent end = broker.next("answer");
    assertThat(end.data().at("/receipt/reason").asText()).isEqualTo("limit_deadline");
    assertThat(end.data().path("content").asText()).contains("I am math.");
    tick();
    broker.answer(calls.getLast());
    assertThat(broker.news()).isEmpty();
  }

  @Test
  void takesAPingSourcesEventForATick() {
    broker.ask("{\"query\":\"math\"}");
    Sent call = broker.next("call");
    ShiftedClock.forward(Duration.ofSeconds(3));
    Map<String, String> ping = broker.headers("tick", "/apis/v1/pingsources/tick", broker.id);
    ping.put("ce-type", "dev.knative.sources.ping");
    ping.putAll(Broker.death("503", "")); // a dead one does as well, and leaves no letter
    int before = letters.newest(1000).size();
    assertThat(Broker.deliver(ping, "{}").statusCode()).isEqualTo(204);
    assertThat(broker.next("failed").traversal()).isEqualTo(call.traversal());
    assertThat(letters.newest(1000)).hasSize(before);
  }

  @Test
  void asksAFailedWalksQueryAgain() {
    broker.ask("{\"query\":\"math\"}");
    Sent call = broker.next("call");
    broker.dead(call, "503", "");
    assertThat(broker.next("failed").data().path("passing").asBoolean()).isTrue();
    String letter = letter(call.traversal());
    given()
        .get("/v1/dead-letters")
        .then()
        .statusCode(200)
        .body("letters.find { it.id == '%s' }.node".formatted(letter), equalTo("math"));

    String again =
        given()
            .post("/v1/dead-letters/" + letter + "/replay")
            .then()
            .statusCode(200)
            .body("done", equalTo("asked_again"))
            .extract()
            .path("traversal");
    Sent query = broker.next("query");
    assertThat(query.id()).isEqualTo(broker.id + "~" + call.traversal());
    assertThat(query.headers()).containsEntry("ce-source", "/clients/test");
    Map<String, String> headers = new LinkedHashMap<>(query.headers());
    headers.keySet().removeIf(name -> !name.startsWith("ce-"));
    Broker.deliver(headers, Json.text(query.data()));
    assertThat(broker.next("call").traversal()).isEqualTo(again).isNotEqualTo(call.traversal());
    given().post("/v1/dead-letters/" + letter + "/replay").then().statusCode(404);
  }

  @Test
  void asksALongQueryAgain() {
    broker.ask("{\"query\":\"math " + "x ".repeat(60_000) + "\"}");
    Sent call = broker.next("call");
    broker.dead(call, "500", "");
    broker.next("failed");
    String letter = letter(call.traversal());
    given().post("/v1/dead-letters/" + letter + "/replay").then().statusCode(200);
    Sent query = broker.next("query");
    Map<String, String> headers = new LinkedHashMap<>(query.headers());
    headers.keySet().removeIf(name -> !name.startsWith("ce-"));
    Broker.deliver(headers, Json.text(query.data()));
    assertThat(broker.next("call").traversal()).isNotEqualTo(call.traversal());
  }

  @Test
  void sendsADeadAnswerAgainAsItWas() {
    broker.ask("{\"query\":\"math\"}");
    broker.answer(broker.next("call"));
    Sent answer = broker.next("answer");
    broker.dead(answer, "404", "");
    given()
        .post("/v1/dead-letters/" + letter(answer.traversal()) + "/replay")
        .then()
        .body("done", equalTo("sent_again"));
    Sent again = broker.next("answer");
    assertThat(again.data()).isEqualTo(answer.data());
    assertThat(again.headers().keySet()).noneMatch(name -> name.startsWith("ce-knative"));
  }

  @Test
  void leavesAloneWhatRunsOrHasItsAnswer() {
    broker.ask("{\"query\":\"physics\"}");
    Sent call = broker.next("call");
    broker.dead(call, "500", "");
    Sent second = broker.next("call");
    String letter = letter(call.traversal());
    given().post("/v1/dead-letters/" + letter + "/replay").then().statusCode(409);
    broker.answer(second);
    broker.next("answer");
    given()
        .post("/v1/dead-letters/" + letter + "/replay")
        .then()
        .body("done", equalTo("not_needed"));
    assertThat(broker.news()).isEmpty();
  }

  @Test
  void keepsLettersThatCannotBeSentAgain() {
    var now = Instant.EPOCH;
    var step = Ids.step("f0f0", 1, 0);
    letters.keep(
        new Letter(
            "old",
            now,
            "io.octograph.result",
            "f0f0",
            "math",
            "Lost.",
            "{\"id\":\"" + step + "\"}"));
    letters.keep(new Letter("long", now, "other", "", "", "Lost.", "x".repeat(100_001)));

    refusedForGood("old", "walk_gone");
    refusedForGood("long", "event_gone");
  }

  private void refusedForGood(String letter, String code) {
    given()
        .post("/v1/dead-letters/" + letter + "/replay")
        .then()
        .statusCode(410)
        .body("error.code", equalTo(code));
    assertThat(letters.find(letter)).isPresent();
    letters.remove(letter);
  }

  @Test
  void saysWhatIsWrongWithARequestForLetters() {
    given().get("/v1/dead-letters?limit=0").then().statusCode(400);
    given()
        .post("/v1/dead-letters/none/replay")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("unknown_letter"));
  }

  private Response tick() {
    return Broker.deliver(broker.headers("tick", "/apis/v1/pingsources/tick", broker.id), "{}");
  }

  private String letter(String traversal) {
    return letters.newest(100).stream()
        .filter(letter -> letter.traversal().equals(traversal))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static Response post(String key, String body) {
    return given()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post("/v1/queries");
  }

  private static void deliver(Request request) {
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers.keySet().removeIf(name -> !name.startsWith("ce-"));
    assertThat(Broker.deliver(headers, request.text()).statusCode()).isEqualTo(204);
  }

  private static Sent call(String traversal) {
    Request call =
        about("ce-traversal", traversal).stream()
            .filter(sent -> sent.headers().get("ce-type").equals("io.octograph.call"))
            .findFirst()
            .orElseThrow();
    return new Sent(call.headers(), Json.object(call.body()).orElseThrow());
  }

  private static List<Request> about(String header, String value) {
    return EventWorld.sink.requests().stream()
        .filter(sent -> value.equals(sent.headers().get(header)))
        .toList();
  }

  private static String stream(String id) {
    return given().accept("text/event-stream").get("/v1/queries/" + id).asString();
  }
}
