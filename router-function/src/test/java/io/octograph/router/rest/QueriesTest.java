package io.octograph.router.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.octograph.openai.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that nobody waits for, without a broker: this process walks them. */
@QuarkusTest
@QuarkusTestResource(Workers.class)
class QueriesTest {

  @Test
  void walksFollowsAndShowsAQuery() {
    String question = "Tell me the result of derivative of x^3 when x is 2?";
    String id = ask(UUID.randomUUID().toString(), "{\"query\":\"%s\"}".formatted(question));
    List<String> events = follow(id, null);
    assertThat(events)
        .extracting(event -> field(event, "event"))
        .containsExactly("decided", "called", "answered", "done");
    assertThat(Json.object(field(events.getFirst(), "data")).orElseThrow().at("/nodes/0").asText())
        .isEqualTo("math_gpt");
    given()
        .get("/v1/queries/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo("done"))
        .body("path", contains("entry", "math_gpt"))
        .body("calls[0].token", equalTo("<nexa_4>"))
        .body("answer", equalTo("Hi 🐙"))
        .body("finish_reason", equalTo("stop"))
        .body("receipt.usage.total_tokens", equalTo(9));
  }

  @Test
  void resumesAfterAnyEventWithoutLossOrRepetition() {
    String id = ask(UUID.randomUUID().toString(), pinned("math_gpt"));
    List<String> all = follow(id, null);
    assertThat(all).hasSize(3);
    for (int had = 1; had <= all.size(); had++) {
      assertThat(follow(id, field(all.get(had - 1), "id")))
          .extracting(event -> field(event, "data"))
          .isEqualTo(
              all.subList(had, all.size()).stream().map(event -> field(event, "data")).toList());
    }
  }

  @Test
  void givesTheSameWalkForTheSameKeyAndNoOtherQuery() {
    String key = UUID.randomUUID().toString();
    String id = ask(key, pinned("math_gpt"));
    assertThat(ask(key, pinned("math_gpt"))).isEqualTo(id);
    follow(id, null);
    assertThat(ask(key, pinned("math_gpt"))).isEqualTo(id);
    assertThat(
            Workers.server.requests().stream().filter(sent -> sent.text().contains(key)).toList())
        .isEmpty();
    post(key, pinned("history_gpt")).then().statusCode(422);
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    String id = ask(UUID.randomUUID().toString(), pinned("chemistry_gpt"));
    assertThat(follow(id, null).getLast()).contains("event: failed");
    given()
        .get("/v1/queries/" + id)
        .then()
        .body("status", equalTo("failed"))
        .body("failure.reason", containsString("temperature is 9"))
        .body("calls[0].failure", notNullValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a key            | 400 | Idempotency-Key is \"a key\"",
        "clé              | 400 | ASCII",
      })
  void refusesBadKeys(String key, int status, String message) {
    post(key, pinned("math_gpt"))
        .then()
        .statusCode(status)
        .body("error.message", containsString(message));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    post("k", "{\"query\":\"\"}").then().statusCode(400);
    given()
        .get("/v1/queries/none")
        .then()
        .statusCode(404)
        .body("error.message", containsString("There is no query \"none\""));
    given().get("/v1/queries/none/events").then().statusCode(404);
    String id = ask(UUID.randomUUID().toString(), pinned("math_gpt"));
    given()
        .header("Last-Event-ID", "seven")
        .get("/v1/queries/" + id + "/events")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("Last-Event-ID"));
  }

  @Test
  void repliesToAnEventWithItsOnlyOne() {
    Response reply =
        given()
            .headers("ce-specversion", "1.0", "ce-type", "io.octograph.query")
            .headers("ce-source", "/s", "ce-id", UUID.randomUUID().toString())
            .contentType("application/json")
            .body("{\"query\":\"Tell me the result of derivative of x^3 when x is 2?\"}")
            .post("/");
    reply
        .then()
        .statusCode(200)
        .header("ce-type", "io.octograph.call")
        .header("ce-node", "math_gpt")
        .body("token", equalTo("<nexa_4>"));
  }

  private static String pinned(String node) {
    return "{\"query\":\"Well?\",\"node\":\"%s\"}".formatted(node);
  }

  private static String ask(String key, String body) {
    return post(key, body).then().statusCode(202).extract().path("id");
  }

  private static Response post(String key, String body) {
    return given()
        .contentType("application/json")
        .header("Idempotency-Key", key)
        .body(body)
        .post("/v1/queries");
  }

  private static List<String> follow(String id, String last) {
    var request = last == null ? given() : given().header("Last-Event-ID", last);
    String stream =
        request.get("/v1/queries/" + id + "/events").then().statusCode(200).extract().asString();
    return Pattern.compile("\n\n").splitAsStream(stream).filter(e -> e.contains("data:")).toList();
  }

  private static String field(String event, String name) {
    return event
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 2);
  }
}
