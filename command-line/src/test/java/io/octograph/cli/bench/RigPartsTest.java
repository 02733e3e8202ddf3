package io.octograph.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.evaluation.chaos.Ended;
import io.octograph.evaluation.chaos.Fault;
import io.octograph.evaluation.chaos.FaultPlan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RigPartsTest {
  private static final String ECHO = "math_gpt was asked: 2+2?";
  private static final String BODY =
      "{\"model\": \"math_gpt\", \"messages\": [{\"role\": \"user\", \"content\": \" 2+2? \"}]}";

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.shutdownNow();
  }

  @Test
  void theModelAnswersWithItsNameAndTheQuestion() throws Exception {
    try (var model = Model.start(FaultPlan.CALM)) {
      var reply = new ObjectMapper().readTree(ask(model).body());

      assertThat(reply.at("/choices/0/message/content").asText()).isEqualTo(ECHO);
      assertThat(model.answered()).containsOnlyKeys(ECHO).containsValue(1L);
      assertThat(model.faults()).containsOnlyKeys("none");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "GARBAGE"})
  void theModelFailsByPlan(Fault fault) throws Exception {
    try (var model = Model.start(planned(fault))) {
      var reply = ask(model);

      assertThat(reply.statusCode()).isEqualTo(fault == Fault.UNAVAILABLE ? 503 : 200);
      assertThat(reply.body()).doesNotContain("choices");
      assertThat(model.answered()).isEmpty();
    }
  }

  @Test
  void aModelThatHangsLetsGoWhenItIsClosed() throws Exception {
    var model = Model.start(planned(Fault.HANG));
    var reply = http.sendAsync(request(model), BodyHandlers.ofString());
    assertThat(model.awaitRequest(Duration.ofSeconds(30))).isTrue();
    assertThat(reply).isNotDone();

    model.close();

    assertThat(reply.handle((_, failure) -> failure).get()).isNotNull();
  }

  private HttpResponse<String> ask(Model model) throws Exception {
    return http.send(request(model), BodyHandlers.ofString());
  }

  private static HttpRequest request(Model model) {
    return HttpRequest.newBuilder(URI.create(model.url() + "/chat/completions"))
        .POST(BodyPublishers.ofString(BODY))
        .build();
  }

  private static FaultPlan planned(Fault fault) {
    return LongStream.iterate(0, seed -> seed + 1)
        .mapToObj(seed -> new FaultPlan(0.9, seed))
        .filter(plan -> plan.of(ECHO, 0) == fault)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theCollectorReadsBothModesAndKeepsWhatComesTwice() throws Exception {
    try (var collector = Collector.start(InstantSource.system())) {
      var address = URI.create("http://127.0.0.1:" + collector.port());
      var binary =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/json")
              .header("ce-type", "io.octograph.answer")
              .header("ce-id", "w/0/0")
              .header("ce-correlationid", "q-1")
              .POST(BodyPublishers.ofString("{\"content\": \"4\"}"))
              .build();
      var structured =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/cloudevents+json")
              .POST(
                  BodyPublishers.ofString(
                      "{\"type\": \"io.octograph.failed\", \"id\": \"v/0/0\", \"correlationid\":"
                          + " \"q-2\", \"data\": {\"reason\": \"It was away.\"}}"))
              .build();
      for (var request : new HttpRequest[] {binary, binary, structured}) {
        assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
      }

      assertThat(collector.await("q-1", Duration.ofSeconds(30)).map(Ended::content)).contains("4");
      assertThat(collector.await("q-2", Duration.ofSeconds(30)).map(Ended::reason))
          .contains("It was away.");
      assertThat(collector.await("q-3", Duration.ZERO)).isEmpty();
      assertThat(collector.ends().keySet()).containsExactlyInAnyOrder("q-1", "q-2");
      assertThat(collector.ends().get("q-1")).hasSize(2);
    }
  }
}
