package io.octograph.router.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The event door alone: no request but for dead letters. */
@QuarkusTest
@TestProfile(ClosedDoorsTest.Events.class)
@QuarkusTestResource(Workers.class)
class ClosedDoorsTest {
  public static class Events implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("octograph.doors", "events");
    }
  }

  @Test
  void showsDeadLettersAndNothingElse() {
    given().get("/v1/dead-letters").then().statusCode(200).body("letters.size()", equalTo(0));
    given()
        .post("/v1/dead-letters/x/replay")
        .then()
        .statusCode(503)
        .body("error.code", equalTo("no_sink"));
    given().get("/v1/queries/x").then().statusCode(404).body("error.code", equalTo("unknown_url"));
    given().get("/v1/models").then().statusCode(404);
  }

  @Test
  void isNotReadyWithoutASink() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body(
            "checks.find { it.name == 'sink' }.data.problem",
            equalTo("K_SINK is not set; a SinkBinding sets it."));
  }
}
