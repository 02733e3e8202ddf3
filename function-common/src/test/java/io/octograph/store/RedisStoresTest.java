package io.octograph.store;

import static io.octograph.store.SomeWalks.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.octograph.test.RedisServer;
import io.octograph.traversal.Outcome;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.Leases.Grant;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.WalkStore;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stores in a real Redis, which is killed, stopped and frozen too. */
class RedisStoresTest extends StoreContract {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration COMMAND = Duration.ofSeconds(10);
  private static final Outcome FAILED = new Outcome.Failed("t/1/0", "Away.", true);
  private static final List<String> failures = new CopyOnWriteArrayList<>();

  private static RedisServer server;
  private static Vertx vertx;
  private static Redis client;
  private static RedisCommands commands;

  @BeforeAll
  static void open() {
    server = RedisServer.start();
    vertx = Vertx.vertx();
    client = RedisAddress.of(server.url()).client(vertx, Optional.empty());
    commands = new RedisCommands(client, COMMAND, failures::add);
  }

  @AfterAll
  static void shut() {
    client.close();
    vertx.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    commands.call(Request.cmd(Command.FLUSHALL));
    failures.clear();
  }

  @Override
  WalkStore walks() {
    return new RedisWalks(commands, "mmlu", KEPT);
  }

  @Override
  Leases leases() {
    return new RedisLeases(commands, "mmlu", KEPT);
  }

  @Override
  DeadLetters letters() {
    return new RedisDeadLetters(commands, "mmlu", 3);
  }

  @Override
  void tick() {
    Wait.tick();
  }

  @Test
  void keysOfAWalkShareAHashTagAndEndByThemselves() {
    var walk = walks().begin(SomeWalks.begun("keys"), NOON);
    leases().take(walk.id() + "/1/0", "a", KEPT);
    leases().take(walk.id() + "/1/1", "a", KEPT);
    leases().done(walk.id() + "/1/1", FAILED);

    var prefix = "octograph:v1:{" + walk.id() + "}:mmlu:";
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "octograph:v1:{deadlines}:mmlu",
            prefix + "walk",
            prefix + "lease:1/0",
            prefix + "outcome:1/1");
    assertThat(List.of("lease:1/0", "outcome:1/1"))
        .allSatisfy(key -> assertThat(left(prefix + key)).isBetween(1L, KEPT.toMillis()));
    // until it has ended a walk stays for the longest deadline besides
    assertThat(left(prefix + "walk")).isBetween(KEPT.toMillis() + 1, KEPT.plusHours(1).toMillis());
  }

  @Test
  void twoGraphsOnOneRedisDoNotSeeEachOthersWalks() {
    var others = new RedisWalks(commands, "starter", KEPT);
    var walk = walks().begin(SomeWalks.begun("mine"), NOON);
    letters().keep(new DeadLetters.Letter("l", NOON, "t", walk.id(), "n", "r", "{}"));

    assertThat(others.overdue(NOON, 10)).isEmpty();
    assertThat(others.find(walk.id())).isEmpty();
    others.settle(walk.id());
    assertThat(walks().overdue(NOON, 10)).containsExactly(walk.id());
    assertThat(new RedisDeadLetters(commands, "starter", 3).newest(9)).isEmpty();
  }

  @Test
  void aMoveKeepsTheWalkAnew() {
    var walk = walks().begin(SomeWalks.begun("anew"), NOON);
    var key = "octograph:v1:{" + walk.id() + "}:mmlu:walk";
    commands.call(Request.cmd(Command.PEXPIRE).arg(key).arg(60_000));

    walks().replace(SomeWalks.moved(walk, "cause"));

    assertThat(left(key)).isGreaterThan(60_000);
  }

  @Test
  void aDeadlineWithoutAWalkDoesNotMakeTheNextTryEarly() {
    var walk = SomeWalks.begun("died");
    commands.call(
        Request.cmd(Command.ZADD)
            .arg("octograph:v1:{deadlines}:mmlu")
            .arg(NOON.toEpochMilli())
            .arg(walk.id()));
    assertThat(walks().overdue(NOON, 10)).containsExactly(walk.id());

    walks().begin(walk, NOON.plusSeconds(60));

    assertThat(walks().overdue(NOON, 10)).isEmpty();
    assertThat(walks().overdue(NOON.plusSeconds(60), 10)).containsExactly(walk.id());
  }

  @Test
  void whatWasAcknowledgedOutlivesAKill() {
    var walk = walks().begin(SomeWalks.begun("killed"), NOON);
    var moved = SomeWalks.moved(walk, "cause");
    walks().replace(moved);
    leases().take("t/1/0", "a", KEPT);
    leases().done("t/1/1", FAILED);

    server.kill();
    server.restart();

    awaitBack();
    assertThat(walks().find(walk.id())).contains(moved);
    assertThat(walks().overdue(NOON, 10)).containsExactly(walk.id());
    assertThat(leases().take("t/1/0", "b", KEPT)).isInstanceOf(Grant.Held.class);
    assertThat(leases().outcome("t/1/1")).contains(FAILED);
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain() {
    leases().take("t/1/0", "a", KEPT);
    commands.call(Request.cmd(Command.SCRIPT).arg("FLUSH"));

    assertThat(leases().take("t/1/0", "b", KEPT)).isInstanceOf(Grant.Held.class);
    assertThat(failures).isEmpty();
  }

  @Test
  void awayIsSaidSoonAndPasses() {
    walks().begin(SomeWalks.begun("away"), NOON);
    server.stop();
    try {
      assertThatThrownBy(() -> walks().find("away"))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Redis is away: ");
      assertThat(failures).hasSize(1);
    } finally {
      server.restart();
    }
    awaitBack();
    assertThat(walks().find(SomeWalks.begun("away").id())).isPresent();
  }

  @Test
  void aRedisThatHangsIsGivenUp() {
    var impatient = new RedisCommands(client, Duration.ofMillis(50), failures::add);
    var walks = new RedisWalks(impatient, "mmlu", KEPT);
    server.freeze();
    try {
      assertThatThrownBy(() -> walks.find("hanging"))
          .isInstanceOf(StoreException.class)
          .hasMessage("Redis does not answer within 50 ms.");
    } finally {
      server.thaw();
    }
    awaitBack();
    assertThat(walks().find("hanging")).isEmpty();
  }

  @Test
  void whatRedisRefusesIsAFailureOfTheStore() {
    commands.call(Request.cmd(Command.SET).arg("octograph:v1:{wrong}:mmlu:walk").arg("text"));

    assertThatThrownBy(() -> walks().find("wrong"))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Redis refuses: WRONGTYPE");
  }

  @Test
  void aStepHasAForm() {
    assertThatThrownBy(() -> leases().outcome("t/1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"t/1\" is no step; its form is traversal/hop/index.");
  }

  @Test
  void aPasswordIsGivenAndNotSaid() {
    try (var closed = RedisServer.start("--requirepass", "open sesame")) {
      var url = closed.url();
      assertThat(ping(url.replace("//", "//:open%20sesame@"))).isEqualTo("Redis answers");
      assertThat(ping(url.replace("//", "//:shut%20sesame@")))
          .startsWith("Redis refuses: WRONGPASS")
          .doesNotContain("sesame");
      assertThat(ping(url)).startsWith("Redis refuses: NOAUTH");
    }
  }

  private static String ping(String url) {
    var client = RedisAddress.of(url).client(vertx, Optional.empty());
    try {
      new RedisCommands(client, COMMAND, failures::add).ping();
      return "Redis answers";
    } catch (StoreException refused) {
      return refused.getMessage();
    } finally {
      client.close();
    }
  }

  private static void awaitBack() {
    Wait.until(
        "Redis is back",
        () -> {
          try {
            commands.ping();
            return true;
          } catch (StoreException away) {
            return false;
          }
        });
  }

  private static List<String> keys() {
    var keys = commands.call(Request.cmd(Command.KEYS).arg("*"));
    return StreamSupport.stream(keys.spliterator(), false).map(Response::toString).toList();
  }

  private static long left(String key) {
    return commands.call(Request.cmd(Command.PTTL).arg(key)).toLong();
  }
}
