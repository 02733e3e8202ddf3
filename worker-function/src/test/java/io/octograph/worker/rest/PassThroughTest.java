package io.octograph.worker.rest;

import static io.octograph.worker.rest.Upstream.ANSWER;
import static io.octograph.worker.rest.Upstream.DONE;
import static io.octograph.worker.rest.Upstream.FIRST;
import static io.octograph.worker.rest.Upstream.LAST;
import static io.octograph.worker.rest.Upstream.SECOND;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.octograph.test.ScriptedServer.Request;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker before servers that answer well, badly, slowly, in part, or not at all. */
@QuarkusTest
@QuarkusTestResource(value = Upstream.class, restrictToAnnotatedClass = true)
class PassThroughTest {
  private static final String PLAIN = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String STREAMED =
      "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  @TestHTTPResource URL door;

  @Test
  void changesTheModelAndNoOtherByteOfARequest() {
    String odd =
        """
        { "temperature" : 1.0e0,\t"model":"math_gpt", "tools":[{"type":"function","function":{"name":"f",
         "parameters":{"type":"object","x":[1.50,-0.0,12345678901234567890]}}}], "response_format":
         {"type":"json_object"}, "unknown_field":{"é":"\\u00e9\\ud83d\\udc19"},
         "messages":[{"role":"system","content":"mine"},{"role":"user","content":[{"type":"text","text":"a"},
         {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}] }\
        """;
    ask("good", odd).then().statusCode(200);
    Request sent = Upstream.server.last();
    assertThat(sent.text()).isEqualTo(odd.replace("\"math_gpt\"", "\"real\""));
    assertThat(sent.path()).isEqualTo("/good/v1/chat/completions");
  }

  @Test
  void sendsTheGraphsKeyAndNeverTheClients() {
    given()
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer client-key")
        .header("Cookie", "a=b")
        .body(PLAIN)
        .post("/nodes/good/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(Upstream.server.last().headers())
        .containsEntry("authorization", "Bearer graph-key")
        .doesNotContainKey("cookie");
  }

  /** As Java's client does unless it is told otherwise: the body comes with the offer. */
  @Test
  void answersWhoOffersHttp2() throws Exception {
    var request =
        HttpRequest.newBuilder(door.toURI().resolve("/nodes/good/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(PLAIN))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void putsTheSystemPromptFirst() {
    ask("good", PLAIN).then().statusCode(200);
    assertThat(Upstream.server.last().text())
        .isEqualTo(
            "{\"model\":\"real\",\"messages\":[{\"role\":\"system\",\"content\":\"Be scripted.\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @Test
  void passesAnAnswerByteForByte() {
    Response answer = ask("good", PLAIN);
    assertThat(text(answer)).isEqualTo(ANSWER);
    assertThat(answer.contentType()).startsWith("application/json");
  }

  @Test
  void passesAStreamByteForByte() {
    Response answer = ask("good", STREAMED);
    assertThat(answer.contentType()).startsWith("text/event-stream");
    assertThat(text(answer)).isEqualTo(": warming up\n\n" + FIRST + SECOND + LAST + DONE);
    assertThat(Upstream.server.last().headers()).containsEntry("accept", "text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "status_401, 502, upstream_refused",
    "status_404, 502, upstream_refused",
    "status_408, 504, upstream_refused",
    "status_413, 413, upstream_refused_request",
    "status_422, 422, upstream_refused_request",
    "status_500, 502, upstream_error",
    "status_302, 502, upstream_refused",
    "html, 502, upstream_garbage",
    "no_choices, 502, upstream_garbage",
    "error_200, 502, upstream_error",
    "not_http, 502, upstream_unreachable",
    "half_head, 502, upstream_unreachable",
    "half_body, 502, upstream_cut_off",
    "hang, 504, upstream_timeout",
    "away, 502, upstream_unreachable"
  })
  void tellsAClientWhatIsWrongInOpenAisShape(String node, int status, String code) {
    Response answer = ask(node, PLAIN);
    String message = answer.path("error.message");
    assertThat(answer.statusCode()).as(message).isEqualTo(status);
    assertThat(answer.<String>path("error.code")).isEqualTo(code);
    assertThat(message).contains(node).doesNotContain("sk-secret").doesNotContain("graph-key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status_429", "status_503"})
  void passesOnWhenToComeBack(String node) {
    Response answer = ask(node, PLAIN);
    assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(node.substring(7)));
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, STREAMED})
  void passesOnWhatTheServerSaysOfTheRequest(String body) {
    Response answer = ask("status_400", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer))
        .isEqualTo(
            "{\"error\":{\"message\":\"too hot\",\"type\":\"t\",\"param\":\"temperature\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"html", "first_error", "empty_stream", "status_500", "away", "hang", "half_head"})
  void refusesAStreamThatDoesNotBegin(String node) {
    Response answer = ask(node, STREAMED);
    assertThat(answer.statusCode()).isIn(502, 504);
    assertThat(answer.<String>path("error.message")).contains(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cut_off", "polite_cut_off", "garbage_later", "error_later", "silent_later"})
  void endsAStreamThatBreaksOffWithAnErrorEvent(String node) {
    String answer = text(ask(node, STREAMED));
    assertThat(answer).startsWith(FIRST + "data: {\"error\":{\"message\":\"Node " + node);
    assertThat(answer).doesNotContain("[DONE]").endsWith("}}\n\n");
  }

  @Test
  void takesAFinishReasonForAnEnd() {
    assertThat(text(ask("no_done", STREAMED))).isEqualTo(FIRST + LAST);
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, STREAMED})
  void asksAnotherEndpointBeforeTheFirstByte(String body) {
    for (int i = 0; i < 4; i++) {
      ask("second_try", body).then().statusCode(200).body(not(containsString("error")));
    }
  }

  @Test
  void hangsUpOnTheServerWhenTheClientHasGone() throws IOException, InterruptedException {
    Upstream.hangUps = new CountDownLatch(1);
    try (Socket client = new Socket(door.getHost(), door.getPort())) {
      String head =
          "POST /nodes/patient/v1/chat/completions HTTP/1.1\r\nHost: x\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + STREAMED.length()
              + "\r\n\r\n";
      client.getOutputStream().write((head + STREAMED).getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\"He\"") < 0) {
        int next = client.getInputStream().read();
        assertThat(next).as("the answer so far: " + answer).isNotNegative();
        answer.append((char) next);
      }
      assertThat(answer).startsWith("HTTP/1.1 200 OK");
    }
    assertThat(Upstream.hangUps.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Response ask(String node, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/nodes/{node}/v1/chat/completions", node);
  }

  private static String text(Response response) {
    return new String(response.asByteArray(), StandardCharsets.UTF_8);
  }
}
