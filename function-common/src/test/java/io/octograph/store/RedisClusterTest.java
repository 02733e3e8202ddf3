package io.octograph.store;

import io.octograph.test.RedisServer;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.WalkStore;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A cluster, if of one node: what a script touches must lie in one slot there too. */
class RedisClusterTest extends StoreContract {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration COMMAND = Duration.ofSeconds(10);

  private static RedisServer server;
  private static Vertx vertx;
  private static Redis node;
  private static Redis cluster;

  @BeforeAll
  static void open() {
    server = RedisServer.start("--cluster-enabled", "yes");
    vertx = Vertx.vertx();
    node = RedisAddress.of(server.url()).client(vertx, Optional.empty());
    var admin = commands(node);
    admin.call(Request.cmd(Command.CLUSTER).arg("ADDSLOTSRANGE").arg(0).arg(16383));
    Wait.until(
        "the cluster is whole",
        () ->
            admin
                .call(Request.cmd(Command.CLUSTER).arg("INFO"))
                .toString()
                .contains("cluster_state:ok"));
    cluster = RedisAddress.of(server.url() + "," + server.url()).client(vertx, Optional.empty());
  }

  @AfterAll
  static void shut() {
    cluster.close();
    node.close();
    vertx.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    commands(node).call(Request.cmd(Command.FLUSHALL));
  }

  @Override
  WalkStore walks() {
    return new RedisWalks(commands(cluster), "mmlu", KEPT);
  }

  @Override
  Leases leases() {
    return new RedisLeases(commands(cluster), "mmlu", KEPT);
  }

  @Override
  DeadLetters letters() {
    return new RedisDeadLetters(commands(cluster), "mmlu", 3);
  }

  @Override
  void tick() {
    Wait.tick();
  }

  private static RedisCommands commands(Redis client) {
    return new RedisCommands(client, COMMAND, failure -> {});
  }
}
