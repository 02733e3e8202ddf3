package io.octograph.worker.event;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A function that takes events alone. */
@QuarkusTest
@TestProfile(DoorsTest.EventsOnly.class)
@QuarkusTestResource(value = Rig.class, restrictToAnnotatedClass = true)
class DoorsTest {
  /** {@code octograph.doors=events}. */
  public static class EventsOnly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("octograph.doors", "events");
    }
  }

  @Test
  void refusesRequestsAndTakesEvents() {
    given()
        .contentType("application/json")
        .body("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
        .post("/nodes/calm/v1/chat/completions")
        .then()
        .statusCode(404)
        .body("error.message", containsString("Only events are taken here"));
    given().get("/nodes/calm/ready").then().statusCode(404);
    given().get("/q/health/live").then().statusCode(200);
    given()
        .header("ce-id", "1")
        .header("ce-source", "/test")
        .header("ce-specversion", "1.0")
        .header("ce-type", "org.example.other")
        .contentType("application/json")
        .post("/")
        .then()
        .statusCode(204);
    given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("octograph_events_total{end=\"taken\",type=\"other\"}"))
        .body(containsString("octograph_events_in_flight"));
  }
}
