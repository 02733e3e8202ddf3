package io.octograph.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Action;
import io.octograph.graph.Secret;
import io.octograph.openai.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/a | {\"x\":\"1 & 2\",\"y\":[1,true]} | http://h/a?x=1%20%26%202&y=1&y=true",
        "http://h/a?k=v | {\"x\":\"深圳\"} | http://h/a?k=v&x=%E6%B7%B1%E5%9C%B3",
        "http://h/{x}/b | {\"x\":\"../../admin?q#\"} | http://h/..%2F..%2Fadmin%3Fq%23/b",
        "http://h/{x} | {\"x\":\"$1 {y}\",\"y\":\"z\"} | http://h/%241%20%7By%7D?y=z",
        "http://h/a | {} | http://h/a"
      })
  void putsArgumentsIntoTheAddress(String url, String arguments, String wanted) {
    var request = request("GET", url, arguments);
    assertThat(request.url()).hasToString(wanted);
    assertThat(request.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"..", ".", "' '"})
  void refusesWhatLeadsElsewhere(String value) {
    assertThatThrownBy(() -> request("GET", "http://h/a/{x}", "{\"x\":\"" + value + "\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot stand in an address");
  }

  @Test
  void putsTheOthersIntoTheBody() {
    var request = request("PUT", "http://h/{x}", "{\"x\":\"a\",\"y\":[1],\"z\":{\"q\":null}}");
    assertThat(request.url()).hasToString("http://h/a");
    assertThat(new String(request.body().orElseThrow()))
        .isEqualTo("{\"y\":[1],\"z\":{\"q\":null}}");
    assertThat(request.headers())
        .containsEntry("Idempotency-Key", "walk/1/0/0")
        .containsEntry("Authorization", "Bearer secret")
        .containsEntry("Content-Type", "application/json");
  }

  private static FunctionRequest request(String method, String url, String arguments) {
    var action = new Action(method, url, Optional.of(new Secret("secret")));
    return FunctionRequest.of(action, Json.object(arguments).orElseThrow(), "walk/1/0/0");
  }
}
