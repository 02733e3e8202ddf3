package io.octograph.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.openai.ApiException;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.EventType;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingTest {
  private static final String STEP = "0123456789abcdef0123456789abcdef/2/1";

  @Test
  void readsBothModesAlike() {
    var headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("CE-SpecVersion", "1.0")
            .add("ce-type", "io.octograph.result")
            .add("Ce-Source", "/octograph/mmlu/law%20gpt")
            .add("ce-id", STEP)
            .add("ce-hop", "2")
            .add("ce-flag", "true")
            .add("ce-correlationid", "%E6%9F%A5")
            .add("Content-Type", "application/json")
            .add("Authorization", "not an attribute");
    var binary = BinaryEvents.read(headers, bytes("{\"a\":1.50}"));
    var structured =
        Incoming.structured(
            bytes(
                """
                {"specversion": "1.0", "type": "io.octograph.result", "source": "/octograph/mmlu/law gpt",
                 "id": "%s", "hop": 2, "flag": true, "nothing": null, "correlationid": "查",
                 "datacontenttype": "application/json", "data": {"a": 1.50}}
                """
                    .formatted(STEP)));
    assertThat(structured)
        .usingRecursiveComparison()
        .ignoringFields("structured", "data")
        .isEqualTo(binary);
    assertThat(structured.structured()).isTrue();
    assertThat(binary.structured()).isFalse();
    assertThat(structured.data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1.5}");
    assertThat(binary.extensions())
        .containsOnly(
            Map.entry("hop", "2"), Map.entry("flag", "true"), Map.entry("correlationid", "查"));
    assertThat(binary.kind()).contains(EventType.RESULT);
  }

  @Test
  void survivesItsOwnJson() {
    for (var data : new String[] {"{\"a\":\"罢黜\"}", "", "no JSON"}) {
      var event = event(Map.of("hop", "2", "time", "2026-11-23T00:00:00Z"), data);
      assertThat(Incoming.structured(bytes(event.json())))
          .usingRecursiveComparison()
          .ignoringFields("structured")
          .isEqualTo(event);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"specversion\":\"0.3\"} | is of version 0.3; send CloudEvents 1.0.",
        "{} | The event has no specversion; send CloudEvents 1.0.",
        "{\"specversion\":\"1.0\"} | The event has no type; give it one.",
        "{\"specversion\":\"1.0\",\"type\":5} | The event's type is 5; it must be text.",
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\" \"} | The event's id is",
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"i\",\"x\":[]} | x is a list",
        "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"s\",\"id\":\"i\",\"data_base64\":\"*\"} |"
            + " no base64",
        "[] | The body holds a list",
        "{ | The body is not JSON"
      })
  void refusesWhatIsNoEvent(String json, String message) {
    assertThatThrownBy(() -> Incoming.structured(bytes(json)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takesWhatItCanFromTheId() {
    var attributes = event(Map.of("graph", "mmlu", "node", "law_gpt"), "").attributes();
    assertThat(attributes)
        .isEqualTo(
            new Attributes(
                EventType.CALL,
                "/octograph/mmlu/router",
                STEP,
                "mmlu",
                0,
                "law_gpt",
                "0123456789abcdef0123456789abcdef",
                2,
                "",
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node | '' | The event has no attribute node; give it one.",
        "graph | '' | The event has no attribute graph; give it one.",
        "hop | x | The event's hop is \"x\"; it must be a whole number from 0 on.",
        "graphversion | 1.5 | The event's graphversion is \"1.5\"; it must be a whole number",
        "traversal | another | The event's traversal is \"another\"; it must be the first part"
      })
  void namesTheAttributeAtFault(String name, String value, String message) {
    var attributes = new java.util.HashMap<>(Map.of("graph", "mmlu", "node", "law_gpt"));
    attributes.put(name, value);
    assertThatThrownBy(() -> event(attributes, "").attributes())
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsWhatABrokerWroteOnADeadLetter() {
    var body = "{\"error\":{\"message\":\"Node law_gpt did not answer: it is away.\"}}";
    var dead =
        event(
            Map.of(
                "knativeerrordest", "http://worker/",
                "knativeerrorcode", "500",
                "knativeerrordata", Base64.getEncoder().encodeToString(bytes(body)),
                "node", "law_gpt"),
            "{}");
    assertThat(dead.dead())
        .contains(
            new Incoming.Dead("http://worker/", "500", "Node law_gpt did not answer: it is away."));
    assertThat(dead.again().extensions()).containsOnlyKeys("node");
    assertThat(dead.again().dead()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ''",
        "connection refused | connection refused",
        "Y29ubmVjdGlvbiByZWZ1c2Vk | connection refused",
        "eyJlcnJvciI6eyJtZXNzYWdlIjoiY3V0 | {\"error\":{\"message\":\"cut"
      })
  void makesASentenceOfErrorData(String data, String sentence) {
    assertThat(ErrorData.sentence(data)).isEqualTo(sentence);
  }

  private static Incoming event(Map<String, String> extensions, String data) {
    return new Incoming(
        "io.octograph.call", "/octograph/mmlu/router", STEP, extensions, bytes(data), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
