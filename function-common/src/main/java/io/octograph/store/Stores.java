package io.octograph.store;

import io.octograph.function.CurrentGraph;
import io.octograph.function.OctographConfig;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.event.LeaseKeeper;
import io.octograph.traversal.store.DeadLetters;
import io.octograph.traversal.store.Leases;
import io.octograph.traversal.store.MemoryDeadLetters;
import io.octograph.traversal.store.MemoryLeases;
import io.octograph.traversal.store.MemoryWalks;
import io.octograph.traversal.store.WalkStore;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes the stores: in Redis where its address is set, else in the memory of this process. */
@Startup
@Singleton
public class Stores {
  private static final Logger LOG = Logger.getLogger(Stores.class);
  private static final int MOST = 10_000;
  private static final int MOST_LETTERS = 1_000;

  private final Optional<WatchedRedis> redis;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * What can be set of the stores.
   *
   * @param graph whose walks they are
   * @param walks how long walks are kept after their end, and outcomes of calls
   * @param lease the time of one
   */
  record Settings(String graph, Duration walks, Duration lease) {
    Settings {
      if (walks.compareTo(Duration.ofMinutes(1)) < 0 || walks.compareTo(Duration.ofDays(30)) > 0) {
        throw new IllegalArgumentException(
            "octograph.store.walks is %s; give a time from one minute (1m) to 30 days (30d)."
                .formatted(walks));
      }
    }
  }

  @Inject
  Stores(
      OctographConfig config,
      CurrentGraph graph,
      InstantSource clock,
      StoreState state,
      Vertx vertx,
      TlsConfigurationRegistry tls) {
    this(
        config
            .redis()
            .url()
            .map(RedisAddress::of)
            .map(
                at -> {
                  LOG.infof("Walks are stored in Redis at %s.", at);
                  var trust = tls.getDefault().map(TlsConfiguration::getTrustStoreOptions);
                  return new WatchedRedis(at, trust, vertx, state);
                }),
        new Settings(graph.graph().name(), config.store().walks(), config.lease()),
        clock);
  }

  Stores(Optional<WatchedRedis> redis, Settings settings, InstantSource clock) {
    this.redis = redis;
    this.settings = settings;
    this.clock = clock;
    if (redis.isEmpty()) {
      LOG.info(
          "Walks are stored in memory, for this process only; OCTOGRAPH_REDIS_URL is not set.");
    }
  }

  /** What the stores are kept in, for people. */
  String kind() {
    return redis.isPresent() ? "Redis" : "memory: one process only";
  }

  @Produces
  @Singleton
  WalkStore walks() {
    return redis
        .<WalkStore>map(
            found -> new RedisWalks(found.commands(), settings.graph(), settings.walks()))
        .orElseGet(() -> new MemoryWalks(MOST));
  }

  @Produces
  @Singleton
  Leases leases() {
    return redis
        .<Leases>map(found -> new RedisLeases(found.commands(), settings.graph(), settings.walks()))
        .orElseGet(() -> new MemoryLeases(MOST, clock));
  }

  @Produces
  @Singleton
  DeadLetters deadLetters() {
    return redis
        .<DeadLetters>map(
            found -> new RedisDeadLetters(found.commands(), settings.graph(), MOST_LETTERS))
        .orElseGet(() -> new MemoryDeadLetters(MOST_LETTERS));
  }

  @Produces
  @Singleton
  GraphArchive graphs() {
    return redis
        .<GraphArchive>map(found -> new RedisGraphArchive(found.commands(), settings.walks()))
        .orElse(GraphArchive.NONE);
  }

  @Produces
  @Singleton
  LeaseKeeper keeper(Leases leases) {
    // in Kubernetes the name of the pod, for people who look into Redis
    var host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("process");
    return new LeaseKeeper(
        leases,
        new LeaseKeeper.Settings(
            settings.lease(), () -> host + "/" + UUID.randomUUID(), clock, Alarm.of(clock)));
  }

  @PreDestroy
  void close() {
    redis.ifPresent(WatchedRedis::close);
  }
}
