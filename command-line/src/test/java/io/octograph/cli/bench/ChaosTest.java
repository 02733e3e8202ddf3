package io.octograph.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.evaluation.Rows;
import io.octograph.evaluation.chaos.FaultPlan;
import io.octograph.evaluation.chaos.Finding;
import io.octograph.evaluation.chaos.Questions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chaos run with 40 questions; {@code ./octograph bench chaos} asks 500. */
class ChaosTest {
  private static final long SEED = 1;

  @TempDir Path folder;

  @Test
  void everyQuestionEndsInExactlyOneAnswerOrFailureByTheRightNodes() throws Exception {
    var rig = Rigs.settings(folder, UnaryOperator.identity());
    var rows = Rows.read(List.of(Rigs.HOME.resolve("training/data")));
    var labels = new Questions.Labels("health_gpt", "economics_gpt", Parallel.read());
    var settings =
        new ChaosRun.Settings(
            rig,
            Questions.pick(rows, labels, 40, SEED),
            8,
            0.2,
            new FaultPlan(0.1, SEED),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4));

    var report = new ChaosRun(settings, InstantSource.system(), _ -> {}).run();

    assertThat(report.good()).as(report.text()).isTrue();
    assertThat(report.count(Finding.SAME)).as(report.text()).isGreaterThan(30);
    assertThat(report.chaos().kills()).containsOnlyKeys("router", "worker-0", "worker-1", "redis");
    assertThat(report.chaos().broker().get("doubled")).isPositive();
    assertThat(report.text()).contains("nested", "parallel", "two-step");
  }
}
