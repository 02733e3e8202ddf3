package io.octograph.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.octograph.benchmark.Report.Line;
import io.octograph.benchmark.Report.Section;
import java.util.List;
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
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.5    | true  | 1.2 | true  | 1.50 × (aim ≥ 1.20: met)
          1.2    | true  | 1.2 | true  | 1.20 × (aim ≥ 1.20: met)
          1.1    | true  | 1.2 | false | 1.10 × (aim ≥ 1.20: missed)
          25     | false | 25  | true  | 25 × (aim ≤ 25: met)
          1234.5 | false | 60  | false | 1,235 × (aim ≤ 60: missed)
          31.26  | false | 60  | true  | 31.3 × (aim ≤ 60: met)
          """)
  void anAimStandsBesideItsFigure(
      double value, boolean atLeast, double bound, boolean met, String text) {
    var figure = Figure.of("x", "", value, "×").aiming(new Aim(atLeast, bound));
    assertThat(figure.text()).isEqualTo(text);
    assertThat(figure.aim().orElseThrow().met(value)).isEqualTo(met);
  }

  @Test
  void ratiosAreTakenWithinARound() {
    var turns = new Turns();
    // The machine is half as fast in the second round; the ratio stays.
    turns.add("ours", List.of(9.0, 10.0, 50.0));
    turns.add("theirs", List.of(20.0));
    turns.add("ours", List.of(20.0));
    turns.add("theirs", List.of(42.0, 10.0, 90.0));
    turns.add("ours", List.of(10.0));
    turns.add("theirs", List.of(18.0));
    var ratio = turns.faster("ours", "theirs");
    assertThat(ratio.median()).isEqualTo(2.0);
    assertThat(ratio.low()).isCloseTo(1.8, within(1e-12));
    assertThat(ratio.high()).isCloseTo(2.1, within(1e-12));
    assertThat(turns.millis("ours")).isEqualTo(10);
    assertThat(turns.has("others")).isFalse();
  }

  @Test
  void theReportIsATableAndJson() {
    var report =
        new Report(
            List.of("a machine"),
            List.of(
                Section.of(
                    "decisions",
                    "The decision",
                    List.of(
                        Line.of(
                            "30",
                            "30 tokens",
                            Figure.millis("p50_ms", "p50", 26.04).aiming(Aim.atMost(25)),
                            Figure.millis("p99_ms", "p99", 131)),
                        Line.of("java", "Java", Figure.millis("mean_ms", "mean", 0.5))),
                    "of longer ones head and tail"),
                Section.of("network", "Network", List.of(), "llama.cpp was left out")));
    assertThat(report.text())
        .isEqualTo(
            """
            a machine

            The decision
              30 tokens  p50 26.0 ms (aim ≤ 25: missed)   p99 131 ms
              Java       mean 0.50 ms
              of longer ones head and tail

            Network
              llama.cpp was left out
            """);
    var json = report.json();
    assertThat(json.at("/machine/0").asText()).isEqualTo("a machine");
    var p50 = json.at("/sections/decisions/lines/30/p50_ms");
    assertThat(p50.toString())
        .isEqualTo("{\"value\":26.04,\"unit\":\"ms\",\"aim_at_most\":25.0,\"met\":false}");
    assertThat(json.at("/sections/decisions/lines/java/mean_ms/value").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/sections/network/notes/0").asText()).isEqualTo("llama.cpp was left out");
    assertThat(report.missed()).isEqualTo(1);
  }
}
