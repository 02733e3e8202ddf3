package io.octograph.cli.bench;

import io.octograph.cli.process.ChildEnded;
import io.octograph.evaluation.chaos.ChaosReport;
import io.octograph.evaluation.chaos.FaultPlan;
import io.octograph.evaluation.chaos.KillPlan;
import io.octograph.evaluation.chaos.Question;
import io.octograph.evaluation.chaos.Seen;
import io.octograph.evaluation.chaos.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The same questions twice: through a calm rig, and through one whose processes die, whose models
 * fail and whose broker doubles.
 */
public final class ChaosRun {
  /** Beyond the deadline of the graph, its tick and the last retries. */
  private static final Duration PATIENCE = Duration.ofSeconds(330);

  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final int LOOKS = 40;

  private final Settings settings;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * What is asked and how bad it gets.
   *
   * @param rig calm
   * @param lanes questions under way at once
   * @param doubled probability that the broker delivers an event twice
   * @param faults of the models
   * @param least time between two kills
   * @param most time between two kills
   */
  public record Settings(
      RigSettings rig,
      List<Question> questions,
      int lanes,
      double doubled,
      FaultPlan faults,
      Duration least,
      Duration most) {
    public Settings {
      if (!(doubled >= 0 && doubled <= 1)) {
        throw new IllegalArgumentException(
            "The probability of a second delivery is %s; give a number from 0 to 1."
                .formatted(doubled));
      }
      if (lanes < 1) {
        throw new IllegalArgumentException("The number of lanes is " + lanes + "; give 1 or more.");
      }
      if (least.toSeconds() < 1) {
        throw new IllegalArgumentException(
            "The time between kills is " + least.toSeconds() + " s; give 1 or more.");
      }
    }
  }

  public ChaosRun(Settings settings, InstantSource clock, Consumer<String> progress) {
    this.settings = settings;
    this.clock = clock;
    this.progress = progress;
  }

  /** Runs both. */
  public ChaosReport run() throws IOException, InterruptedException {
    var folder = settings.rig().folder();
    var calm = run("calm", settings.rig().in(folder.resolve("calm")), false);
    var chaos =
        run(
            "chaos",
            settings.rig().in(folder.resolve("chaos")).chaos(settings.doubled(), settings.faults()),
            true);
    return ChaosReport.of(settings.questions(), calm, chaos);
  }

  private Seen run(String name, RigSettings how, boolean kills)
      throws IOException, InterruptedException {
    progress.accept(name + ": starting");
    try (var rig = Rig.start(how, clock)) {
      var begun = clock.instant();
      Map<String, Long> killed = Map.of();
      Times times;
      if (kills) {
        try (var killer = Killer.start(rig, plan(rig))) {
          times = ask(name, rig);
          killed = killer.end();
        }
      } else {
        times = ask(name, rig);
      }
      var took = Duration.between(begun, clock.instant());
      settle(rig);
      return new Seen(
          rig.collector().ends(),
          times,
          took,
          rig.totals(),
          rig.model().faults(),
          rig.model().answered(),
          killed);
    }
  }

  /** Functions die twice as often as Redis; the broker stands for the cluster, and lives. */
  private KillPlan plan(Rig rig) {
    var victims = new ArrayList<>(List.of("redis"));
    rig.names().stream()
        .filter(name -> name.equals("router") || name.startsWith("worker-"))
        .forEach(name -> victims.addAll(List.of(name, name)));
    return new KillPlan(victims, settings.least(), settings.most(), settings.faults().seed());
  }

  private Times ask(String name, Rig rig) throws InterruptedException {
    var queries =
        settings.questions().stream().map(each -> QueryEvent.of(each.id(), each.text())).toList();
    return new Lanes(rig, clock, settings.lanes(), PATIENCE)
        .run(queries, done -> progress.accept(name + ": " + done + " of " + queries.size()));
  }

  /** Waits until nothing moves any more, so that late second ends are seen. */
  private static void settle(Rig rig) throws IOException, InterruptedException {
    for (var name : rig.names()) {
      try {
        rig.process(name).again();
        rig.await(name);
      } catch (ChildEnded e) {
        throw new BenchFailed("After the run " + e.getMessage());
      }
    }
    Map<String, Long> before = new LinkedHashMap<>();
    for (int i = 0; i < LOOKS && !before.equals(moved(rig)); i++) {
      before = moved(rig);
      Thread.sleep(QUIET);
    }
  }

  /** Totals that ticks do not change. */
  private static Map<String, Long> moved(Rig rig) throws IOException, InterruptedException {
    var totals = rig.totals();
    totals.keySet().retainAll(List.of("failed", "retries", "replies", "doubled", "deadLetters"));
    return totals;
  }
}
