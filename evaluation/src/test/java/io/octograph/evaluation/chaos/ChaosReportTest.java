package io.octograph.evaluation.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.octograph.evaluation.chaos.Question.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChaosReportTest {
  private static final String PHYSICS = answer("Because.", "entry", "physics_gpt");

  static Stream<Arguments> findings() {
    return Stream.of(
        arguments(Finding.SAME, calm(PHYSICS), calm(PHYSICS)),
        arguments(Finding.SAME, calm(PHYSICS), calm(PHYSICS, PHYSICS)),
        arguments(
            Finding.SAME,
            calm(answer("Both.", "entry", "a_gpt", "b_gpt")),
            calm(answer("Both.", "entry", "b_gpt", "a_gpt"))),
        arguments(Finding.LOST, calm(PHYSICS), calm()),
        arguments(Finding.LOST, calm(), calm(PHYSICS)),
        arguments(
            Finding.DOUBLED,
            calm(PHYSICS),
            calm(PHYSICS, answer("Otherwise.", "entry", "physics_gpt"))),
        arguments(Finding.DOUBLED, calm(PHYSICS), List.of(end("w/0/0", false, PHYSICS), failed())),
        arguments(
            Finding.DOUBLED,
            calm(PHYSICS),
            List.of(end("w/0/0", false, PHYSICS), end("v/0/0", false, PHYSICS))),
        arguments(
            Finding.WRONG_NODE, calm(PHYSICS), calm(answer("Because.", "entry", "general_gpt"))),
        arguments(Finding.OTHER_TEXT, calm(PHYSICS), calm(answer("Hm.", "entry", "physics_gpt"))),
        arguments(
            Finding.PARTIAL,
            calm(PHYSICS),
            calm(
                """
                {"content": "No answer", "receipt": {"path": ["entry", "physics_gpt"],
                 "calls": [{"id": "w/1/0", "failure": "It was away."}]}}""")),
        arguments(Finding.FAILED, calm(PHYSICS), List.of(failed(), failed())));
  }

  @ParameterizedTest
  @MethodSource("findings")
  void findsHowAQuestionEnded(Finding expected, List<Ended> calm, List<Ended> chaos) {
    var report = report(calm, chaos);

    assertThat(report.count(expected)).isEqualTo(1);
    assertThat(report.good()).isEqualTo(!expected.breaksRule());
    assertThat(report.text()).contains(expected.label());
    assertThat(report.json().path("good").asBoolean()).isEqualTo(!expected.breaksRule());
  }

  @Test
  void aQuestionThatFailsInTheCalmRunProvesNothing() {
    var report = report(List.of(failed()), List.of(failed()));

    assertThat(report.good()).isFalse();
    assertThat(report.text()).contains("failed in the calm run already: q-0000");
  }

  @Test
  void countsAnswersOfTheModelThatNobodyNeeded() {
    var calm = seen(calm(PHYSICS), Map.of("a", 1L, "b", 2L));
    var chaos = seen(calm(PHYSICS), Map.of("a", 3L, "b", 1L, "c", 1L));

    assertThat(chaos.idle(calm)).isEqualTo(3);
  }

  @Test
  void readsHowAWalkWent() {
    assertThat(kinds("[{\"id\": \"w/1/0\"}]", "[{\"id\": \"w/0/0\"}]"))
        .containsExactly(Kind.SINGLE);
    assertThat(kinds("[{\"id\": \"w/1/0\"}, {\"id\": \"w/1/1\"}]", "[{\"id\": \"w/0/0\"}]"))
        .containsExactly(Kind.PARALLEL);
    assertThat(kinds("[{\"id\": \"w/2/0\"}]", "[{\"id\": \"w/0/0\"}, {\"id\": \"w/1/0\"}]"))
        .containsExactly(Kind.NESTED);
    assertThat(
            kinds(
                "[{\"id\": \"w/1/0\"}, {\"id\": \"w/2/0\", \"reason\": \"It follows on a_gpt.\"}]",
                "[{\"id\": \"w/0/0\"}]"))
        .containsExactly(Kind.TWO_STEP);
  }

  @Test
  void quantilesAreOfTheNearestRank() {
    var times =
        Times.of(List.of(Duration.ofMillis(30), Duration.ofMillis(10), Duration.ofMillis(20)));

    assertThat(times.quantile(0.5)).isEqualTo(Duration.ofMillis(20));
    assertThat(times.quantile(0.99)).isEqualTo(Duration.ofMillis(30));
    assertThat(Times.of(List.of()).quantile(0.5)).isZero();
    assertThat(times.text()).isEqualTo("p50 0.020 s, p99 0.030 s, longest 0.030 s");
  }

  private static Set<Kind> kinds(String calls, String decisions) {
    var receipt = "{\"receipt\": {\"calls\": %s, \"decisions\": %s}}".formatted(calls, decisions);
    return end("w/0/0", false, receipt).kinds();
  }

  private static ChaosReport report(List<Ended> calm, List<Ended> chaos) {
    var question = new Question("q-0000", "Why?", Kind.SINGLE, "en");
    return ChaosReport.of(List.of(question), seen(calm, Map.of()), seen(chaos, Map.of()));
  }

  private static Seen seen(List<Ended> ends, Map<String, Long> answered) {
    return new Seen(
        ends.isEmpty() ? Map.of() : Map.of("q-0000", ends),
        Times.of(List.of()),
        Duration.ofSeconds(1),
        Map.of(),
        Map.of(),
        answered,
        Map.of("router", 2L));
  }

  private static List<Ended> calm(String... answers) {
    return Arrays.stream(answers).map(data -> end("w/0/0", false, data)).toList();
  }

  private static Ended failed() {
    return end("w/0/0", true, "{\"id\": \"w/0/0\", \"reason\": \"It was away.\"}");
  }

  private static String answer(String content, String... path) {
    return "{\"content\": \"%s\", \"receipt\": {\"path\": [\"%s\"]}}"
        .formatted(content, String.join("\", \"", path));
  }

  private static Ended end(String id, boolean failed, String data) {
    try {
      return new Ended("q-0000", id, failed, new ObjectMapper().readTree(data), Instant.EPOCH);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
