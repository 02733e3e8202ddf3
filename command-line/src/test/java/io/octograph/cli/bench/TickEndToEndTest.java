package io.octograph.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.octograph.evaluation.chaos.Fault;
import io.octograph.evaluation.chaos.FaultPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An overdue walk ends although every function was at zero. */
class TickEndToEndTest {
  @TempDir Path folder;

  @Test
  void theTickWakesTheRouterAndTheOverdueWalkEnds() throws Exception {
    try (var rig = Rigs.start(folder, graph -> graph.replace("deadline: 240s", "deadline: 6s"))) {
      rig.model().fail(new FaultPlan(0.9, hanging("law_gpt was asked: May I?")));
      var query = QueryEvent.of("overdue", "May I?").at("law_gpt");
      assertThat(
              rig.http().send(query.binary(rig.ingress()), BodyHandlers.discarding()).statusCode())
          .isEqualTo(202);
      assertThat(rig.model().awaitRequest(Duration.ofSeconds(30))).isTrue();
      // the walk is stored and its call at work: now all go to zero
      for (var name : rig.names()) {
        if (name.startsWith("worker") || name.equals("router")) {
          rig.process(name).kill();
        }
      }

      activate(rig);

      var end = rig.collector().await("overdue", Duration.ofSeconds(60));
      assertThat(end).as(() -> "no end").isPresent();
      assertThat(end.get().failed()).isTrue();
      assertThat(end.get().reason()).contains("6 s");
    }
  }

  /** As Knative's activator does: starts the router when something comes for it. */
  private static void activate(Rig rig) throws Exception {
    try (var door = new ServerSocket()) {
      door.setReuseAddress(true);
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.router().getPort()));
      door.accept().close();
    }
    rig.process("router").again();
    rig.await("router");
  }

  /** A seed with which this request hangs at its first try. */
  private static long hanging(String request) {
    long seed = 0;
    while (new FaultPlan(0.9, seed).of(request, 0) != Fault.HANG) {
      seed++;
    }
    return seed;
  }
}
