package io.octograph.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.octograph.graph.GraphFile;
import io.octograph.graph.GraphReader;
import io.octograph.graph.Problem;
import io.octograph.graph.ReadyGraphs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentGraphTest {
  private final FakeFile file = new FakeFile(1);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Optional<Problem> objection = Optional.empty();

  private final CurrentGraph current =
      new CurrentGraph(
          new GraphFile(
              "starter.yaml", file, new GraphReader(name -> Optional.empty()), () -> file.now),
          metrics,
          List.of(graph -> objection.stream().toList()));

  private final GraphHealth health = new GraphHealth(current);

  @Test
  void takesANewVersionOver() {
    file.become(2);
    current.refresh();
    assertThat(current.graph().version()).isEqualTo(2);
    assertThat(metrics.get("octograph.graph.version").gauge().value()).isEqualTo(2);
    assertThat(reloads("taken")).isEqualTo(1);
  }

  @Test
  void keepsTheOldGraphWhenTheFileIsBadAndSaysSo() {
    file.become("graph: [");
    current.refresh();
    assertThat(current.graph().version()).isEqualTo(1);
    assertThat(metrics.get("octograph.graph.problems").gauge().value()).isPositive();
    assertThat(reloads("refused")).isEqualTo(1);
    assertThat(health.call().getData().orElseThrow())
        .containsEntry("version", 1L)
        .containsKey("problem-1");

    file.become(3);
    current.refresh();
    assertThat(current.graph().version()).isEqualTo(3);
    assertThat(current.problems()).isEmpty();
  }

  @Test
  void keepsTheOldGraphWhenACheckObjects() {
    objection =
        Optional.of(new Problem("starter.yaml", 0, Optional.empty(), "No token.", "Train one."));
    file.become(2);
    current.refresh();
    assertThat(current.graph().version()).isEqualTo(1);
    assertThat(current.problems()).containsExactly(objection.get());
  }

  private double reloads(String outcome) {
    return metrics.get("octograph.graph.reloads").tag("outcome", outcome).counter().count();
  }

  private static final class FakeFile implements GraphFile.Access {
    private Instant now = Instant.EPOCH;
    private String text;

    FakeFile(int version) {
      become(version);
    }

    void become(int version) {
      become(ReadyGraphs.yaml("starter").replaceFirst("version: 1", "version: " + version));
    }

    void become(String other) {
      text = other;
      now = now.plusSeconds(60);
    }

    @Override
    public Instant changed() {
      return now;
    }

    @Override
    public byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
