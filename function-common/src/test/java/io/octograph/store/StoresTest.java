package io.octograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.test.RedisServer;
import io.octograph.traversal.store.MemoryDeadLetters;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.StoreException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stores are made, and how it is seen that they are away. */
class StoresTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static Vertx vertx;

  private final StoreState state = new StoreState();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void shut() {
    vertx.close();
  }

  @Test
  void withoutAnAddressMemoryKeepsAll() {
    var stores = stores(Optional.empty(), DAY);

    assertThat(stores.walks()).isInstanceOf(MemoryWalks.class);
    assertThat(stores.leases()).isInstanceOf(MemoryLeases.class);
    assertThat(stores.deadLetters()).isInstanceOf(MemoryDeadLetters.class);
    assertThat(state.available()).isTrue();
    var health = new StoreHealth(true, stores.kind(), state).call();
    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getData().orElseThrow()).containsEntry("kind", "memory: one process only");
  }

  @Test
  void aRedisThatGoesIsAwayAtOnceAndComesBackByItself() {
    try (var server = RedisServer.start();
        var redis = watched(server)) {
      var stores = stores(Optional.of(redis), DAY);
      var walks = stores.walks();
      assertThat(walks).isInstanceOf(RedisWalks.class);
      assertThat(stores.leases()).isInstanceOf(RedisLeases.class);
      assertThat(stores.deadLetters()).isInstanceOf(RedisDeadLetters.class);
      assertThat(state.available()).isTrue();

      server.kill();
      assertThatThrownBy(() -> walks.find("any")).isInstanceOf(StoreException.class);
      assertThat(state.available()).isFalse();

      server.restart();
      Wait.until("the store is back", state::available);
      assertThat(walks.find("any")).isEmpty();
    }
  }

  @Test
  void aRedisThatIsNotThereYetIsWaitedFor() {
    try (var server = RedisServer.start()) {
      server.kill();
      try (var redis = watched(server)) {
        assertThat(state.available()).isFalse();

        server.restart();
        Wait.until("the store is there", state::available);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, DOWN", "false, UP"})
  void whoCanDoWithoutTheStoreIsReadyWithoutIt(boolean needed, Status status) {
    state.away("Redis is away: refused");

    var health = new StoreHealth(needed, "Redis", state).call();

    assertThat(health.getStatus()).isEqualTo(status);
    assertThat(health.getData().orElseThrow())
        .containsEntry("problem", "Redis is away: refused")
        .containsEntry("kind", "Redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59S", "P31D"})
  void whatIsKeptHasBounds(Duration walks) {
    assertThatThrownBy(() -> stores(Optional.empty(), walks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("; give a time from one minute (1m) to 30 days (30d).");
  }

  private WatchedRedis watched(RedisServer server) {
    return new WatchedRedis(RedisAddress.of(server.url()), Optional.empty(), vertx, state);
  }

  private static Stores stores(Optional<WatchedRedis> redis, Duration walks) {
    return new Stores(
        redis, new Stores.Settings("mmlu", walks, Duration.ofSeconds(10)), InstantSource.system());
  }
}
