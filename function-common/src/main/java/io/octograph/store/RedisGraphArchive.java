package io.octograph.store;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;

/** Graphs' files in Redis, a key for each version. */
public final class RedisGraphArchive implements GraphArchive {
  /** Longer than routers take to say again that a graph is in use. */
  private static final Duration MORE = Duration.ofHours(1);

  private final RedisCommands redis;
  private final Duration kept;

  /**
   * @param walks how long walks are kept; graphs are kept an hour longer
   */
  public RedisGraphArchive(RedisCommands redis, Duration walks) {
    this.redis = redis;
    this.kept = walks.plus(MORE);
  }

  @Override
  public void keep(String name, int version, String yaml) {
    redis.call(
        Request.cmd(Command.SET).arg(key(name, version)).arg(yaml).arg("PX").arg(kept.toMillis()));
  }

  @Override
  public Optional<String> find(String name, int version) {
    var yaml = redis.call(Request.cmd(Command.GET).arg(key(name, version)));
    return Optional.ofNullable(yaml).map(Object::toString);
  }

  private static String key(String name, int version) {
    return "octograph:v1:graph:%s:%d".formatted(name, version);
  }
}
