package io.octograph.store;

import io.octograph.traversal.store.StoreException;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A Redis that is looked at each second, so that the state of the store is known. */
final class WatchedRedis implements AutoCloseable {
  private static final Duration COMMAND = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 1000;

  private final Vertx vertx;
  private final StoreState state;
  private final Redis client;
  private final RedisCommands commands;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final long timer;

  /** Looks at once; a Redis that is not there yet is waited for. */
  WatchedRedis(RedisAddress address, Optional<TrustOptions> trust, Vertx vertx, StoreState state) {
    this.vertx = vertx;
    this.state = state;
    client = address.client(vertx, trust);
    commands = new RedisCommands(client, COMMAND, state::away);
    look();
    timer = vertx.setPeriodic(LOOK_MILLIS, id -> Thread.startVirtualThread(this::look));
  }

  RedisCommands commands() {
    return commands;
  }

  /** One look at a time: a Redis that hangs must not gather them. */
  private void look() {
    if (looking.compareAndSet(false, true)) {
      try {
        commands.ping();
        state.back();
      } catch (StoreException away) {
        // the state was told
      } finally {
        looking.set(false);
      }
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    client.close();
  }
}
