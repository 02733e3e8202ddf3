package io.octograph.cli.bench;

import io.octograph.evaluation.chaos.KillPlan;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes of a rig by plan and starts them again at once. One that is not ready again since
 * its last death is spared.
 */
final class Killer implements AutoCloseable {
  private final Rig rig;
  private final KillPlan plan;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final FutureTask<Map<String, Long>> work = new FutureTask<>(this::kill);

  private Killer(Rig rig, KillPlan plan) {
    this.rig = rig;
    this.plan = plan;
  }

  static Killer start(Rig rig, KillPlan plan) {
    var killer = new Killer(rig, plan);
    Thread.ofVirtual().name("killer").start(killer.work);
    return killer;
  }

  private Map<String, Long> kill() throws InterruptedException, IOException {
    var kills = new TreeMap<String, Long>();
    for (var next = plan.next(); !over(next); next = plan.next()) {
      revive(kills);
      if (rig.ready(next.victim())) {
        rig.process(next.victim()).kill();
        rig.process(next.victim()).again();
        kills.merge(next.victim(), 1L, Long::sum);
      }
    }
    return kills;
  }

  /** Starts what has died without being killed: nobody should, so it is counted. */
  private void revive(Map<String, Long> kills) throws IOException {
    for (var name : rig.names()) {
      if (!rig.process(name).alive()) {
        kills.merge(name + " by itself", 1L, Long::sum);
        rig.process(name).again();
      }
    }
  }

  private boolean over(KillPlan.Kill next) throws InterruptedException {
    return ending.await(next.after().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops killing and says how often each process died. */
  Map<String, Long> end() throws InterruptedException {
    ending.countDown();
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new BenchFailed("A process could not be killed or started again: " + e.getCause());
    }
  }

  @Override
  public void close() {
    ending.countDown();
  }
}
