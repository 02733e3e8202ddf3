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

/** Walks of a graph in Redis: a hash for each, and one sorted set of all deadlines. */
public final class RedisWalks implements WalkStore {
  private static final Script BEGIN = Script.of("walk-begin");
  private static final Script REPLACE = Script.of("walk-replace");

  /** The longest deadline that a graph may have: a walk must not expire before its end. */
  private static final Duration LONGEST_WALK = Duration.ofHours(1);

  private final RedisCommands redis;
  private final String graph;
  private final Duration kept;

  /**
   * @param graph its name: each graph has a broker of its own, so none may end the walks of another
   * @param kept how long a walk is kept after its end
   */
  public RedisWalks(RedisCommands redis, String graph, Duration kept) {
    this.redis = redis;
    this.graph = graph;
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
            .arg(deadlines())
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
            millis(walk));
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
                millis(next))
            .toInteger()
        == 1;
  }

  @Override
  public List<String> overdue(Instant now, int most) {
    var ids =
        redis.call(
            Request.cmd(Command.ZRANGEBYSCORE)
                .arg(deadlines())
                .arg("-inf")
                .arg(now.toEpochMilli())
                .arg("LIMIT")
                .arg(0)
                .arg(most));
    return StreamSupport.stream(ids.spliterator(), false).map(Response::toString).toList();
  }

  @Override
  public void settle(String traversal) {
    redis.call(Request.cmd(Command.ZREM).arg(deadlines()).arg(traversal));
  }

  private long millis(StoredWalk walk) {
    return walk.traversal().finished() ? kept.toMillis() : kept.plus(LONGEST_WALK).toMillis();
  }

  private String deadlines() {
    return "octograph:v1:{deadlines}:" + graph;
  }

  private String key(String traversal) {
    return "octograph:v1:{%s}:%s:walk".formatted(traversal, graph);
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
