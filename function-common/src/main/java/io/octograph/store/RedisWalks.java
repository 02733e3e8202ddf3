package io.octograph.store;

import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Walks in Redis: a hash for each, and one sorted set of all deadlines. */
public final class RedisWalks implements WalkStore {
  private static final String DEADLINES = "octograph:v1:{deadlines}";
  private static final Script BEGIN = Script.of("walk-begin");
  private static final Script REPLACE = Script.of("walk-replace");

  private final RedisCommands redis;
  private final Duration kept;

  /**
   * @param kept how long a walk is kept after its last move
   */
  public RedisWalks(RedisCommands redis, Duration kept) {
    this.redis = redis;
    this.kept = kept;
  }

  @Override
  public StoredWalk begin(StoredWalk walk, Instant deadline) {
    return find(walk.id()).orElseGet(() -> begun(walk, deadline));
  }

  /**
   * The deadline is in another slot of a cluster, so it cannot be in the script. It comes first: a
   * deadline without a walk is settled when it is over, a walk without a deadline might never end.
   * GT, for a try that died before its walk began may have left an earlier one.
   */
  private StoredWalk begun(StoredWalk walk, Instant deadline) {
    redis.call(
        Request.cmd(Command.ZADD)
            .arg(DEADLINES)
            .arg("GT")
            .arg(deadline.toEpochMilli())
            .arg(walk.id()));
    var fields = StoreJson.fields(walk);
    var earlier =
        redis.run(
            BEGIN,
            List.of(key(walk.id())),
            fields.query(),
            fields.state(),
            fields.origin(),
            fields.revision(),
            fields.causes(),
            fields.finished(),
            kept.toMillis());
    return earlier == null ? walk : read(earlier).orElseThrow();
  }

  @Override
  public Optional<StoredWalk> find(String traversal) {
    return read(
        redis.call(
            Request.cmd(Command.HMGET)
                .arg(key(traversal))
                .arg("query")
                .arg("state")
                .arg("origin")
                .arg("revision")
                .arg("causes")
                .arg("finished")));
  }

  @Override
  public Optional<Asked> asked(String traversal) {
    var fields =
        redis.call(Request.cmd(Command.HMGET).arg(key(traversal)).arg("query").arg("finished"));
    return fields.get(0) == null
        ? Optional.empty()
        : Optional.of(
            new Asked(
                StoreJson.query(fields.get(0).toString()), fields.get(1).toString().equals("1")));
  }

  @Override
  public boolean replace(StoredWalk next) {
    var fields = StoreJson.fields(next);
    return redis
            .run(
                REPLACE,
                List.of(key(next.id())),
                fields.state(),
                fields.revision(),
                fields.causes(),
                fields.finished(),
                kept.toMillis())
            .toInteger()
        == 1;
  }

  @Override
  public List<String> overdue(Instant now, int most) {
    var ids =
        redis.call(
            Request.cmd(Command.ZRANGEBYSCORE)
                .arg(DEADLINES)
                .arg("-inf")
                .arg(now.toEpochMilli())
                .arg("LIMIT")
                .arg(0)
                .arg(most));
    return StreamSupport.stream(ids.spliterator(), false).map(Response::toString).toList();
  }

  @Override
  public void settle(String traversal) {
    redis.call(Request.cmd(Command.ZREM).arg(DEADLINES).arg(traversal));
  }

  private static String key(String traversal) {
    return "octograph:v1:{" + traversal + "}:walk";
  }

  private static Optional<StoredWalk> read(Response fields) {
    return fields.get(0) == null
        ? Optional.empty()
        : Optional.of(
            StoreJson.walk(
                new StoreJson.Fields(
                    fields.get(0).toString(),
                    fields.get(1).toString(),
                    fields.get(2).toString(),
                    fields.get(3).toString(),
                    fields.get(4).toString(),
                    fields.get(5).toString())));
  }
}
