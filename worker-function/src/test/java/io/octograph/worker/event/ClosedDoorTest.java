package io.octograph.worker.event;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function that takes requests alone. */
@QuarkusTest
@TestProfile(ClosedDoorTest.RequestsOnly.class)
@QuarkusTestResource(value = Rig.class, restrictToAnnotatedClass = true)
class ClosedDoorTest {
  /** {@code octograph.doors=http}. */
  public static class RequestsOnly implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("octograph.doors", "http");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/call", "/other"})
  void takesNoEvents(String path) {
    given()
        .header("ce-id", "1")
        .header("ce-type", "io.octograph.call")
        .contentType("application/json")
        .body("{}")
        .post(path)
        .then()
        .statusCode(404)
        .contentType("application/json")
        .body("error.message", containsString("No events are taken here"));
    given().get("/nodes/calm/ready").then().statusCode(200);
  }
}
