package io.octograph.router.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Graph;
import io.octograph.graph.ReadyGraphs;
import io.octograph.openai.ApiException;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.Query;
import io.octograph.traversal.Walker;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoredWalk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Following by a clock that jumps from look to look. */
class QueryEventsTest {
  private final Graph graph = ReadyGraphs.load("starter");
  private final Origin origin = new Origin("/s", "1", Attributes.Reply.NONE);
  private final MemoryWalks walks = new MemoryWalks(10);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void keepsASilentConnectionAlive() throws InterruptedException {
    QueryEvents events = follow(jumping());
    assertThat(next(events)).isEqualTo(": still here\n\n");
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plusSeconds(15));
    assertThat(looks.get()).isEqualTo(60);
  }

  @Test
  void endsWhenItsClientGoes() throws InterruptedException {
    QueryEvents[] events = new QueryEvents[1];
    events[0] =
        follow(
            (moment, ring) -> {
              events[0].close();
              return () -> {};
            });
    assertThat(events[0].next()).isEmpty();
  }

  @Test
  void saysWhenTheWalkIsGone() {
    QueryEvents events =
        new QueryEvents(
            new QueryEvents.Source(new MemoryWalks(1), now::get, jumping()), "x", Seen.NOTHING);
    assertThatThrownBy(events::next).isInstanceOf(ApiException.class);
  }

  @Test
  void readsItsOwnIdsAndNoOthers() {
    assertThat(Seen.read("12-1f").orElseThrow().text(13)).isEqualTo("13-1f");
    for (String bad : new String[] {"", "12", "-1", "1-", "1-xyz", "1-" + "f".repeat(1025)}) {
      assertThat(Seen.read(bad)).as(bad).isEqualTo(Optional.empty());
    }
  }

  private QueryEvents follow(Alarm alarm) {
    var move = new Walker(graph).start(origin.traversal(), Query.of("What?"), now.get());
    walks.begin(StoredWalk.begun(move, origin, "query"), Instant.MAX);
    return new QueryEvents(
        new QueryEvents.Source(walks, now::get, alarm), origin.traversal(), Seen.NOTHING);
  }

  private Alarm jumping() {
    return (moment, ring) -> {
      looks.incrementAndGet();
      now.set(moment);
      ring.run();
      return () -> {};
    };
  }

  private static String next(QueryEvents events) throws InterruptedException {
    return new String(events.next().orElseThrow(), StandardCharsets.UTF_8);
  }
}
