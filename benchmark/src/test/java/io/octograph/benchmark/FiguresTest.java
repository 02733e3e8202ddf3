package io.octograph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "1, 1, 1", "4, 0.5, 2", "5, 0.5, 3", "100, 0.99, 99", "100, 1, 100"})
  void quantilesAreOfTheNearestRank(int count, double q, double value) {
    var downwards = DoubleStream.iterate(count, each -> each - 1).limit(count).toArray();
    assertThat(new Samples(downwards).quantile(q)).isEqualTo(value);
  }

  @Test
  void nothingHasNoQuantile() {
    assertThatThrownBy(() -> Samples.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measure at least once");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1.5", "3, 2", "4, 2.5", "5, 3"})
  void theMedianOfAnEvenCountIsBetweenTheMiddleTwo(int count, double median) {
    var upwards = DoubleStream.iterate(1, each -> each + 1).limit(count).toArray();
    assertThat(new Samples(upwards).p50()).isEqualTo(median);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.5    | true  | 1.2 | MET    | 1.50 × (aim ≥ 1.20: met)
          1.2    | true  | 1.2 | MET    | 1.20 × (aim ≥ 1.20: met)
          1.1    | true  | 1.2 | MISSED | 1.10 × (aim ≥ 1.20: missed)
          25     | false | 25  | MET    | 25 × (aim ≤ 25: met)
          1234.5 | false | 60  | MISSED | 1,235 × (aim ≤ 60: missed)
          31.26  | false | 60  | MET    | 31.3 × (aim ≤ 60: met)
          """)
  void anAimStandsBesideItsFigure(
      double value, boolean atLeast, double bound, Verdict verdict, String text) {
    var figure = Figure.of("x", "", value, "×").aiming(new Aim(atLeast, bound));
    assertThat(figure.text()).isEqualTo(text);
    assertThat(figure.verdict()).contains(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.22 | 1.21 | 1.25 | MET       | 1.22 × (1.21 to 1.25; aim ≥ 1.20: met)
          1.22 | 1.19 | 1.25 | UNDECIDED | 1.22 × (1.19 to 1.25; aim ≥ 1.20: undecided)
          1.17 | 1.10 | 1.25 | UNDECIDED | 1.17 × (1.10 to 1.25; aim ≥ 1.20: undecided)
          1.40 | 1.10 | 1.50 | MET       | 1.40 × (1.10 to 1.50; aim ≥ 1.20: met, not in every round)
          1.10 | 1.05 | 1.25 | MISSED    | 1.10 × (1.05 to 1.25; aim ≥ 1.20: missed, not in every round)
          1.19 | 1.15 | 1.20 | MISSED    | 1.19 × (1.15 to 1.20; aim ≥ 1.20: missed)
          """)
  void roundsOnBothSidesOfABoundAreSaid(
      double value, double low, double high, Verdict verdict, String text) {
    var figure =
        Figure.ratio("x", "", new Turns.Ratio(value, new Range(low, high)))
            .aiming(Aim.atLeast(1.2));
    assertThat(figure.text()).isEqualTo(text);
    assertThat(figure.verdict()).contains(verdict);
  }

  @Test
  void ratiosAreTakenWithinARound() {
    var turns = new Turns();
    // The machine is half as fast in the second round; the ratio stays.
    turns.add(0, "ours", List.of(9.0, 10.0, 50.0));
    turns.add(0, "theirs", List.of(20.0));
    turns.add(1, "ours", List.of(20.0));
    turns.add(1, "theirs", List.of(42.0, 10.0, 90.0));
    turns.add(2, "ours", List.of(10.0));
    turns.add(2, "theirs", List.of(18.0));
    // A round that the other never had.
    turns.add(3, "ours", List.of(1.0));
    var ratio = turns.faster("ours", "theirs");
    assertThat(ratio.median()).isEqualTo(2.0);
    assertThat(ratio.rounds().low()).isCloseTo(1.8, within(1e-12));
    assertThat(ratio.rounds().high()).isCloseTo(2.1, within(1e-12));
    assertThat(turns.millis("ours")).isEqualTo(10);
    assertThat(turns.count("ours")).isEqualTo(6);
    assertThat(turns.has("others")).isFalse();
  }

  @Test
  void aPaceIsOfAllTokensOfARound() {
    var paces = new Paces();
    paces.add(0, "ours", 100, 50);
    paces.add(0, "ours", 20, 10);
    paces.add(0, "theirs", 240, 60);
    paces.add(1, "ours", 30, 10);
    paces.add(1, "theirs", 30, 10);
    paces.add(1, "nobody", 9, 0);
    assertThat(paces.has("nobody")).isFalse();
    assertThat(paces.count("ours")).isEqualTo(3);
    assertThat(paces.millisPerToken("ours")).isCloseTo(150.0 / 70, within(1e-12));
    assertThat(paces.faster("ours", "theirs")).isEqualTo(new Turns.Ratio(1.5, new Range(1, 2)));
  }

  @ParameterizedTest
  @CsvSource({"0, 200, 0", "24, 200, 0", "25, 200, 1", "199, 200, 7", "2, 3, 2", "0, 1, 0"})
  void roundsAreEquallyLong(int n, int all, int round) {
    assertThat(Effort.round(n, all, 8)).isEqualTo(round);
  }

  @Test
  void aPartThatFailsLeavesTheOthers() throws Exception {
    var heard = new ArrayList<String>();
    var parts = new Parts(heard::add);
    parts.measure("one", "the first", () -> Section.of("one", "The first", List.of()));
    parts.measure(
        "two",
        "the second",
        () -> {
          throw new IOException("The disk is full.");
        });
    parts.measure("three", "the third", () -> Section.of("three", "The third", List.of()));
    assertThat(heard).containsExactly("the first", "the second", "the third");
    assertThat(parts.sections())
        .containsExactly(
            Section.of("one", "The first", List.of()),
            Section.of("two", "the second", List.of(), "not measured: The disk is full."),
            Section.of("three", "The third", List.of()));
  }

  @Test
  void whereAllAreRefusedThereIsNoTime() {
    var load = new Load(List.of(), 3, 0.1);
    var machine = new Machine("any", true, 2);
    assertThat(Decisions.line(30, 1, load, true, machine).text()).isEqualTo("refused 3");
    assertThat(Rewrites.line(16, load).text()).isEqualTo("refused 3");
  }

  @Test
  void theReportIsATableAndJson() {
    var report =
        new Report(
            new Head(List.of("a machine"), Map.of("threads", "2")),
            List.of(
                Section.of(
                    "decisions",
                    "The decision",
                    List.of(
                        Line.of(
                                "30",
                                "30 tokens",
                                Figure.millis("p50_ms", "p50", 26.04).aiming(Aim.atMost(25)),
                                Figure.millis("p99_ms", "p99", 131))
                            .counting(200),
                        Line.of("java", "Java", Figure.millis("mean_ms", "mean", 0.5))),
                    "of longer ones head and tail"),
                Section.of("network", "Network", List.of(), "llama.cpp was left out")));
    assertThat(report.text())
        .isEqualTo(
            """
            a machine
            threads: 2

            The decision
              30 tokens  p50 26.0 ms (aim ≤ 25: missed)  p99 131 ms  n 200
              Java       mean 0.50 ms
              of longer ones head and tail

            Network
              llama.cpp was left out

            Aims: 0 met, 1 missed, 0 undecided
            """);
    var json = report.json();
    assertThat(json.at("/machine/0").asText()).isEqualTo("a machine");
    var p50 = json.at("/sections/decisions/lines/30/p50_ms");
    assertThat(p50.toString())
        .isEqualTo("{\"value\":26.04,\"unit\":\"ms\",\"aim_at_most\":25.0,\"verdict\":\"missed\"}");
    assertThat(json.at("/sections/decisions/lines/java/mean_ms/value").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/sections/network/notes/0").asText()).isEqualTo("llama.cpp was left out");
    assertThat(json.at("/sections/decisions/lines/30/samples").asInt()).isEqualTo(200);
    assertThat(json.at("/sections/decisions/lines/java").has("samples")).isFalse();
    assertThat(json.at("/run/threads").asText()).isEqualTo("2");
    assertThat(json.at("/aims/missed").asInt()).isEqualTo(1);
    assertThat(report.aims(Verdict.MISSED)).isEqualTo(1);
  }
}
