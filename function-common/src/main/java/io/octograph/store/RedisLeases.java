package io.octograph.store;

import io.octograph.traversal.Outcome;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.store.Leases;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leases and outcomes in Redis: a lease is a key that expires and whose value is its owner. */
public final class RedisLeases implements Leases {
  private static final Script TAKE = Script.of("lease-take");
  private static final Script RENEW = Script.of("lease-renew");
  private static final Script RELEASE = Script.of("lease-release");
  private static final Script DONE = Script.of("lease-done");

  private final RedisCommands redis;
  private final String graph;
  private final Duration kept;

  /**
   * @param graph its name: one event may be a query of two graphs
   * @param kept how long outcomes are kept
   */
  public RedisLeases(RedisCommands redis, String graph, Duration kept) {
    this.redis = redis;
    this.graph = graph;
    this.kept = kept;
  }

  @Override
  public Grant take(String step, String owner, Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException(
          "A lease of " + time + " is over at once; give at least a millisecond.");
    }
    var keys = List.of(key(step, "lease"), key(step, "outcome"));
    var grant = redis.run(TAKE, keys, owner, time.toMillis());
    return switch (grant.get(0).toString()) {
      case "granted" -> new Grant.Granted();
      case "held" -> new Grant.Held(Duration.ofMillis(Math.max(0, grant.get(1).toLong())));
      case "done" -> new Grant.Done(StoreJson.outcome(grant.get(1).toString()));
      default -> throw new IllegalStateException("The script lease-take gave " + grant + ".");
    };
  }

  @Override
  public boolean renew(String step, String owner, Duration time) {
    return redis.run(RENEW, List.of(key(step, "lease")), owner, time.toMillis()).toInteger() == 1;
  }

  @Override
  public void release(String step, String owner) {
    redis.run(RELEASE, List.of(key(step, "lease")), owner);
  }

  @Override
  public Outcome done(String step, Outcome outcome) {
    var keys = List.of(key(step, "lease"), key(step, "outcome"));
    var earlier = redis.run(DONE, keys, StoreJson.text(outcome), kept.toMillis());
    return earlier == null ? outcome : StoreJson.outcome(earlier.toString());
  }

  @Override
  public Optional<Outcome> outcome(String step) {
    var kept = redis.call(Request.cmd(Command.GET).arg(key(step, "outcome")));
    return Optional.ofNullable(kept).map(text -> StoreJson.outcome(text.toString()));
  }

  private String key(String step, String kind) {
    var traversal =
        Ids.traversalOf(step)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "\"%s\" is no step; its form is traversal/hop/index.".formatted(step)));
    var place = step.substring(traversal.length() + 1);
    return "octograph:v1:{%s}:%s:%s:%s".formatted(traversal, graph, kind, place);
  }
}
