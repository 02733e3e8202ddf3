package io.octograph.router.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.event.Incoming;
import io.octograph.openai.HttpCaller;
import io.octograph.test.ScriptedServer;
import io.octograph.traversal.event.RedeliverException;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkTest {
  private static final Incoming EVENT =
      new Incoming(
          "t", "/s", "1", Map.of("node", "数学"), "{}".getBytes(StandardCharsets.UTF_8), false);

  private static Vertx vertx;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void shut() {
    vertx.close();
  }

  @Test
  void putsTheOverridesOnEachEvent() throws Exception {
    try (var server =
        ScriptedServer.start((request, reply) -> reply.whole(202, "text/plain", ""))) {
      String overrides = "{\"extensions\":{\"tenant\":\"blau 蓝\",\"node\":\"other\"}}";
      sink(server.url() + "/ns/broker", overrides).send(EVENT);
      assertThat(server.last().path()).isEqualTo("/ns/broker");
      assertThat(server.last().text()).isEqualTo("{}");
      assertThat(server.last().headers())
          .containsEntry("ce-tenant", "blau%20%E8%93%9D")
          .containsEntry("ce-node", "other")
          .containsEntry("ce-id", "1");
    }
  }

  @ParameterizedTest
  @CsvSource({"300", "400", "413", "429", "503"})
  void takesNothingButTwoHundredsForAnAnswer(int status) {
    try (var server =
        ScriptedServer.start((request, reply) -> reply.whole(status, "text/plain", "inner"))) {
      assertThatThrownBy(() -> sink(server.url().toString(), "").send(EVENT))
          .isInstanceOf(RedeliverException.class)
          .hasMessage("The sink answered with status " + status + ".");
    }
  }

  @Test
  void saysWhenItCannotBeReached() {
    var server = ScriptedServer.start((request, reply) -> {});
    server.close();
    assertThatThrownBy(() -> sink(server.url().toString(), "").send(EVENT))
        .isInstanceOf(RedeliverException.class)
        .hasMessageStartingWith("The sink did not take an event: http://127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"broker", "ftp://broker", "http:///path", "http://a b"})
  void refusesAddressesThatAreNone(String url) {
    assertThatThrownBy(() -> sink(url, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("K_SINK is \"" + url + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{", "{\"extensions\":{\"A-b\":\"c\"}}", "{\"extensions\":{\"a\":{}}}"})
  void refusesOverridesThatAreNone(String overrides) {
    assertThatThrownBy(() -> sink("http://broker", overrides))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("K_CE_OVERRIDES cannot be used: ");
  }

  private static Sink sink(String url, String overrides) {
    return new Sink(
        Optional.of(url), Optional.of(overrides), new HttpCaller(vertx), InstantSource.system());
  }
}
