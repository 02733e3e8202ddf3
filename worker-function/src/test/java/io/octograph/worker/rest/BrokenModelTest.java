package io.octograph.worker.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

/** A function whose embedded model cannot be loaded. */
@QuarkusTest
@TestProfile(BrokenModelTest.WithoutTokenizer.class)
@QuarkusTestResource(value = Upstream.class, restrictToAnnotatedClass = true)
class BrokenModelTest {
  private static final String MODELS = "checks.find { it.name == 'models' }";
  private static final Matcher<String> REASON =
      allOf(containsString("octopus-135m"), containsString("has no tokenizer.json"));

  /**
   * A folder as it should be, but for one file. A graph that cannot be read shows the same way, but
   * would have the tokenizer's library loaded here, which a process can do for one test profile.
   */
  public static class WithoutTokenizer implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      var bundled = Path.of("..", "models", "octopus-135m");
      try {
        var models = Files.createDirectories(Path.of("target", "broken-models"));
        var model = Files.createDirectories(models.resolve("octopus-135m"));
        var name = "genai_config.json";
        Files.write(model.resolve(name), Files.readAllBytes(bundled.resolve(name)));
        Files.deleteIfExists(model.resolve("tokenizer.json"));
        return Map.of("octograph.models", models.toAbsolutePath().toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void isNotReadyAndSaysWhy() {
    // The model is loaded beside the start: ask until that has failed.
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Response seen;
    do {
      seen = given().get("/q/health/ready");
    } while (seen.path(MODELS + ".data") == null && System.nanoTime() < until);
    seen.then().statusCode(503).body(MODELS + ".status", equalTo("DOWN"));
    seen.then().body(MODELS + ".data.problem", REASON);
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void refusesRequestsWithTheReason() {
    given().get("/nodes/here/ready").then().statusCode(503).body("error.message", REASON);
    given()
        .contentType(ContentType.JSON)
        .body("{\"messages\":[{\"role\":\"user\",\"content\":\"What is two plus two?\"}]}")
        .post("/nodes/here/v1/chat/completions")
        .then()
        .statusCode(503)
        .body("error.code", equalTo("model_unavailable"))
        .body("error.message", REASON);
  }
}
