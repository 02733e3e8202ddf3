package io.octograph.worker.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.octograph.openai.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that answers by the bundled model, and what any node refuses. */
@QuarkusTest
@QuarkusTestResource(value = Upstream.class, restrictToAnnotatedClass = true)
class EmbeddedTest {

  @Test
  void wakes() {
    given().get("/nodes/here/ready").then().statusCode(200).body("ready", equalTo(true));
    given()
        .get("/nodes/nowhere/ready")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("unknown_node"))
        .body("error.message", containsString("No node named \"nowhere\""));
  }

  @Test
  void streamsTheSameAnswerAsItGivesWhole() {
    String question =
        "\"max_tokens\":12,\"messages\":[{\"role\":\"user\",\"content\":\"What is two plus"
            + " two?\"}]}";
    JsonNode whole = Json.object(ask("{" + question).asByteArray()).orElseThrow();
    String text = whole.path("choices").path(0).path("message").path("content").asText();
    assertThat(text).isNotBlank();
    assertThat(whole.path("model").asText()).isEqualTo("here");

    String usage = "\"stream_options\":{\"include_usage\":true},";
    List<JsonNode> chunks = chunks(ask("{\"stream\":true," + usage + question));
    StringBuilder streamed = new StringBuilder();
    for (JsonNode chunk : chunks) {
      streamed.append(chunk.path("choices").path(0).path("delta").path("content").asText(""));
    }
    assertThat(streamed).hasToString(text);
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason"))
        .isEqualTo(whole.at("/choices/0/finish_reason"));
    assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tools\":[{\"type\":\"function\"}] | tools | cannot call tools",
        "\"response_format\":{\"type\":\"json_object\"} | response_format | cannot promise a"
            + " format",
        "\"n\":2 | n | n is 2; it must be a whole number from 1 to 1.",
        "\"temperature\":\"hot\" | temperature | temperature is \"hot\"; it must be a number.",
        "\"temperature\":-1 | temperature | temperature is -1",
        "\"top_p\":7 | top_p | top_p is 7",
        "\"repetition_penalty\":0.5 | repetition_penalty | repetition_penalty is 0.5",
        "\"max_tokens\":0 | max_tokens | max_tokens is 0",
        "\"stop\":[1] | stop | stop is a list",
        "\"stream\":1 | stream | stream is 1; it must be true or false."
      })
  void refusesWhatTheModelCannotDo(String field, String param, String message) {
    ask("{" + field + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
        .then()
        .statusCode(400)
        .body("error.param", equalTo(param))
        .body("error.message", containsString(message));
  }

  @Test
  void refusesImages() {
    ask("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("messages[0].content"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | 400 | The body is not JSON",
        "[] | 400 | The body holds a list",
        "{} | 400 | messages is missing",
        "{\"messages\":[{\"role\":\"user\",\"content\":5}]} | 400 | messages[0].content is 5"
      })
  void refusesWhatIsNoRequest(String body, int status, String message) {
    ask(body).then().statusCode(status).body("error.message", containsString(message));
  }

  private static Response ask(String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/nodes/here/v1/chat/completions");
  }

  private static List<JsonNode> chunks(Response response) {
    List<String> data =
        new String(response.asByteArray(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring(6))
            .toList();
    assertThat(data).last().isEqualTo("[DONE]");
    return data.subList(0, data.size() - 1).stream()
        .map(chunk -> (JsonNode) Json.object(chunk).orElseThrow())
        .toList();
  }
}
