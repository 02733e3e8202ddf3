package io.octograph.router.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.octograph.openai.Json;
import io.octograph.test.ScriptedServer.Request;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The router before scripted workers, with the bundled master where it decides. */
@QuarkusTest
@QuarkusTestResource(Workers.class)
class ChatTest {

  @Test
  void passesAPinnedRequestWithAllItsFields() {
    String odd =
        """
        {"model":"math_gpt","temperature":1.0e0,"tools":[{"type":"function","x":[1.50,-0.0]}],
         "octograph":{"receipt":false} , "unknown":{"\\u00e9":null},
         "messages":[{"role":"user","content":"罢黜 🐙"}] }\
        """;
    Response answer = ask(odd);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(last("math_gpt").text())
        .isEqualTo(odd.replace("\"octograph\":{\"receipt\":false} , ", ""));
    assertThat(text(answer))
        .matches("(?s)\\{\"id\":\"chatcmpl-[0-9a-f]{32}\", \"model\":\"math_gpt\",\"x\":1.50,.*")
        .endsWith(Workers.WHOLE.substring(Workers.WHOLE.indexOf(",\"x\"")));
  }

  @Test
  void decidesByTheMasterAndSaysSoInHeadersAndReceipt() {
    Response answer =
        ask(
            """
            {"model":"octograph","octograph":{"receipt":true},"messages":[
              {"role":"user","content":"Tell me the result of derivative of x^3 when x is 2?"}]}\
            """);
    answer
        .then()
        .statusCode(200)
        .header("x-octograph-graph", "workers")
        .header("x-octograph-version", "7")
        .header("x-octograph-node", "math_gpt")
        .header("x-octograph-token", "<nexa_4>")
        .header("x-octograph-path", "entry,math_gpt")
        .body("model", equalTo("math_gpt"))
        .body("octograph.path", contains("entry", "math_gpt"))
        .body("octograph.calls[0].token", equalTo("<nexa_4>"))
        .body("octograph.usage.total_tokens", equalTo(9))
        .body("octograph.reason", equalTo("stop"));
    String sent = last("math_gpt").text();
    assertThat(sent).contains("x^3").contains("2").doesNotContain("octograph");
  }

  @Test
  void streamsAWorkersChunksWithOneIdAndTheNodesName() {
    List<String> events = events(ask(streamed("math_gpt", "")));
    assertThat(events).hasSize(3).last().isEqualTo("[DONE]");
    assertThat(events.get(0))
        .matches("\\{\"id\":\"chatcmpl-[0-9a-f]{32}\",\"model\":\"math_gpt\",\"x\":1.50,.*")
        .contains("Hi 🐙");
    assertThat(events.get(1)).contains("\"finish_reason\":\"stop\"");
    assertThat(last("math_gpt").text()).contains("\"include_usage\":true");
  }

  @Test
  void streamsUsageAndReceiptToWhomeverAsks() {
    String more = ",\"stream_options\":{\"include_usage\":true},\"octograph\":{\"receipt\":true}";
    List<String> events = events(ask(streamed("math_gpt", more)));
    assertThat(events).hasSize(6).last().isEqualTo("[DONE]");
    var route = Json.object(events.getFirst()).orElseThrow().path("octograph");
    assertThat(route.path("calls").path(0).path("node").asText()).isEqualTo("math_gpt");
    assertThat(events.get(3)).contains("\"choices\":[]").contains("\"cached_tokens\":4");
    var receipt = Json.object(events.get(4)).orElseThrow().path("octograph");
    assertThat(receipt.path("usage").path("total_tokens").asInt()).isEqualTo(9);
    assertThat(receipt.path("timings").path("total_ms").isNumber()).isTrue();
  }

  @Test
  void passesToolCallsOfAStream() {
    List<String> events = events(ask(streamed("economics_gpt", "")));
    assertThat(events.getFirst()).contains("\"tool_calls\":[{\"index\":0,\"id\":\"c1\"}]");
    assertThat(events).last().isEqualTo("[DONE]");
    assertThat(events).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void fallsBackBeforeTheFirstByte(boolean stream) {
    Response answer = ask(stream ? streamed("physics_gpt", "") : plain("physics_gpt"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("x-octograph-node")).isEqualTo("health_gpt");
    assertThat(text(answer)).contains("\"model\":\"health_gpt\"").contains("Hi 🐙");
  }

  @Test
  void endsAStreamThatBreaksOffWithAnErrorEvent() {
    for (String node : List.of("biology_gpt", "law_gpt")) {
      List<String> events = events(ask(streamed(node, "")));
      assertThat(events.getFirst()).contains("Hi 🐙");
      assertThat(events.getLast()).startsWith("{\"error\":{\"message\":").contains(node);
      assertThat(events).doesNotContain("[DONE]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chemistry_gpt, 400, too_hot, temperature is 9",
    "law_gpt, 502, worker_garbage, law_gpt",
    "culture_gpt, 429, busy, Too much."
  })
  void saysWhatTheWorkerSays(String node, int status, String code, String message) {
    ask(plain(node))
        .then()
        .statusCode(status)
        .body("error.code", equalTo(code))
        .body("error.message", containsString(message));
  }

  @Test
  void saysWhenToComeBack() {
    ask(plain("culture_gpt")).then().header("Retry-After", "9");
  }

  @Test
  void waitsNoLongerThanTheNodesTimeout() {
    ask(plain("politics_gpt"))
        .then()
        .statusCode(504)
        .body("error.message", containsString("400 ms"));
  }

  @Test
  void listsModels() {
    given()
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data.id", hasItems("octograph", "workers", "entry", "math_gpt"))
        .body("data.object", everyItem(equalTo("model")));
    given().get("/v1/models/math_gpt").then().statusCode(200).body("id", equalTo("math_gpt"));
    given().get("/v1/models/nobody").then().statusCode(404);
  }

  @Test
  void showsTheGraphWithoutAddresses() {
    Response graph = given().get("/v1/graph");
    graph
        .then()
        .statusCode(200)
        .body("graph", equalTo("workers"))
        .body("entry", equalTo("entry"))
        .body("nodes.find{it.name=='entry'}.tokens.math_gpt", equalTo("<nexa_4>"))
        .body("parameters", equalTo(134_515_008))
        .body("nodes.find{it.name=='entry'}.parameters", equalTo(134_515_008))
        .body("nodes.find{it.name=='math_gpt'}.kind", equalTo("worker"))
        .body("nodes.find{it.name=='physics_gpt'}.fallback", hasItem("health_gpt"));
    assertThat(text(graph)).doesNotContain("127.0.0.1");
  }

  @Test
  void isReadyWithTheGraphInItsHealth() {
    given()
        .get("/q/health/ready")
        .then()
        .body("checks.find{it.name=='graph'}.data.version", equalTo(7));
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/metrics").then().body(containsString("octograph_graph_version"));
  }

  @Test
  void routesWithoutCallingAnybody() {
    int before = chats();
    given()
        .contentType(ContentType.JSON)
        .body("{\"query\":\"Who was the first emperor of Rome?\",\"top\":2}")
        .post("/v1/route")
        .then()
        .statusCode(200)
        .body("graph", equalTo("workers"))
        .body("version", equalTo(7))
        .body("calls[0].node", equalTo("history_gpt"))
        .body("calls[0].token", startsWith("<nexa_"))
        .body("path[0]", equalTo("entry"))
        .body("top.size()", equalTo(2))
        .body("top[0].node", equalTo("history_gpt"));
    given()
        .contentType(ContentType.JSON)
        .body("{\"query\":\"What is 2+2?\",\"rewrite\":false,\"node\":\"math_gpt\"}")
        .post("/v1/route")
        .then()
        .statusCode(200)
        .body("calls[0].node", equalTo("math_gpt"))
        .body("calls[0].rewritten", equalTo(false))
        .body("calls[0].text", equalTo("What is 2+2?"))
        .body("error", nullValue());
    assertThat(chats()).isEqualTo(before);
  }

  @Test
  void routesOnAfterAnswersThatAreThere() {
    int before = chats();
    given()
        .contentType(ContentType.JSON)
        .body(
            """
            {"query": "How long does the stone fall from 20 m, and who first measured that?",
             "answers": [{"node": "physics_gpt", "content": "About 2.02 seconds."}], "top": 4}
            """)
        .post("/v1/route")
        .then()
        .statusCode(200)
        .body("path[0]", equalTo("entry"))
        .body("calls[0].token", startsWith("<nexa_"))
        .body("top.size()", equalTo(4))
        .body("timings.prompt_tokens", greaterThan(30));
    assertThat(chats()).isEqualTo(before);
  }

  private static int chats() {
    return (int)
        Workers.server.requests().stream().filter(sent -> sent.method().equals("POST")).count();
  }

  private static Request last(String node) {
    return Workers.server.requests().reversed().stream()
        .filter(sent -> sent.path().equals("/nodes/" + node + "/v1/chat/completions"))
        .findFirst()
        .orElseThrow();
  }

  private static String plain(String model) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
        .formatted(model);
  }

  private static String streamed(String model, String more) {
    return "{\"stream\":true%s,%s".formatted(more, plain(model).substring(1));
  }

  private static List<String> events(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.contentType()).startsWith("text/event-stream");
    return text(response)
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  private static Response ask(String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/v1/chat/completions");
  }

  private static String text(Response response) {
    return new String(response.asByteArray(), StandardCharsets.UTF_8);
  }
}
