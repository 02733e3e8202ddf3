package io.octograph.router.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.graph.Graph;
import io.octograph.graph.ReadyGraphs;
import io.octograph.openai.ApiException;
import io.octograph.router.RouterConfig;
import io.octograph.traversal.Move;
import io.octograph.traversal.Query;
import io.octograph.traversal.Walker;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalWalksTest {
  private final Graph graph = ReadyGraphs.load("starter");
  private final Walker walker = new Walker(graph);
  private final Origin origin = new Origin("/s", "1", Attributes.Reply.NONE);
  private final MemoryWalks walks = new MemoryWalks(10);
  private final StoredWalk begun =
      walks.begin(StoredWalk.begun(start(), origin, "query"), Instant.MAX);

  @Test
  void refusesMoreWalksThanItMayDrive() {
    LocalWalks local = new LocalWalks(null, walks, config(1));
    StoredWalk moved = begun.moved(start(), "query");
    local.drive(
        graph,
        () -> {
          assertThatThrownBy(() -> local.drive(graph, () -> moved))
              .isInstanceOfSatisfying(
                  ApiException.class,
                  e -> {
                    assertThat(e.error().status()).isEqualTo(429);
                    assertThat(e.error().retryAfter()).isPresent();
                  });
          return moved;
        });
    assertThat(local.drive(graph, () -> moved)).isSameAs(moved);
    assertThatThrownBy(() -> new LocalWalks(null, walks, config(0)))
        .hasMessage("octograph.queries.at-once is 0; give at least 1.");
  }

  @Test
  void storesMovesAndLeavesAWalkThatOthersMoved() {
    StoredMoves mine = new StoredMoves(walks, begun);
    StoredMoves other = new StoredMoves(walks, begun);
    mine.moved(start().traversal());
    mine.moved(start().traversal());
    assertThat(walks.find(begun.id()).orElseThrow().revision()).isEqualTo(2);
    assertThatThrownBy(() -> other.moved(start().traversal()))
        .isInstanceOf(StoredMoves.Taken.class);
  }

  @Test
  void knowsItsOwnMoveWhoseAnswerWasLost() {
    StoredMoves moves = new StoredMoves(new Forgetful(walks, 1), begun);
    moves.moved(start().traversal());
    assertThat(walks.find(begun.id()).orElseThrow().revision()).isEqualTo(1);
    StoredMoves hopeless = new StoredMoves(new Forgetful(walks, 9), begun);
    assertThatThrownBy(() -> hopeless.moved(start().traversal()))
        .isInstanceOf(StoreException.class);
  }

  private Move start() {
    return walker.start(origin.traversal(), Query.of("What?"), Instant.EPOCH);
  }

  private static RouterConfig config(int atOnce) {
    return new RouterConfig() {
      @Override
      public Duration tick() {
        return Duration.ofSeconds(1);
      }

      @Override
      public Queries queries() {
        return () -> atOnce;
      }
    };
  }

  /** Does what it is asked and then loses its answer, so many times. */
  private static final class Forgetful implements WalkStore {
    private final WalkStore walks;
    private int times;

    Forgetful(WalkStore walks, int times) {
      this.walks = walks;
      this.times = times;
    }

    @Override
    public boolean replace(StoredWalk next) {
      boolean replaced = walks.replace(next);
      if (times-- > 0) {
        throw new StoreException("The answer was lost.", null);
      }
      return replaced;
    }

    @Override
    public StoredWalk begin(StoredWalk walk, Instant deadline) {
      return walks.begin(walk, deadline);
    }

    @Override
    public Optional<StoredWalk> find(String traversal) {
      return walks.find(traversal);
    }

    @Override
    public Optional<Asked> asked(String traversal) {
      return walks.asked(traversal);
    }

    @Override
    public List<String> overdue(Instant now, int most) {
      return walks.overdue(now, most);
    }

    @Override
    public void settle(String traversal) {
      walks.settle(traversal);
    }
  }
}
