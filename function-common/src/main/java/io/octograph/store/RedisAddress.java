package io.octograph.store;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Redis is. Its passwords are in no message and not in {@link #toString}.
 *
 * @param urls of one Redis, or of some nodes of a cluster
 */
record RedisAddress(List<String> urls) {
  private static final int CONNECTIONS = 32;

  /** Many more than the events in flight: each command gives up by itself. */
  private static final int WAITING = 10_000;

  private static final int CONNECT_MILLIS = 2_000;

  /** A connection that the network forgot is given up, so that it does not fill the pool. */
  private static final int SILENT_SECONDS = 10;

  RedisAddress {
    urls = List.copyOf(urls);
  }

  /**
   * Reads {@code redis://user:password@host:port/database}, {@code rediss://} for TLS; several,
   * parted by commas, for a cluster.
   */
  static RedisAddress of(String text) {
    var urls = Stream.of(text.split(",")).map(String::strip).toList();
    urls.forEach(RedisAddress::check);
    return new RedisAddress(urls);
  }

  private static void check(String url) {
    var form = "; its form is redis://user:password@host:port (rediss:// for TLS).";
    try {
      var uri = new URI(url);
      if (!List.of("redis", "rediss").contains(String.valueOf(uri.getScheme()))) {
        throw new IllegalArgumentException(
            "The address of Redis (OCTOGRAPH_REDIS_URL) begins with neither redis:// nor rediss://"
                + form);
      }
      if (uri.getHost() == null) {
        throw new IllegalArgumentException(
            "The address of Redis (OCTOGRAPH_REDIS_URL) names no host" + form);
      }
    } catch (URISyntaxException e) {
      // without the cause, which quotes the address and with it the password
      throw new IllegalArgumentException(
          "The address of Redis (OCTOGRAPH_REDIS_URL) is no URL at character %d: %s%s Write a special character of the password as %%XX."
              .formatted(e.getIndex() + 1, e.getReason(), form));
    }
  }

  /** A client with a pool. It connects when it is used, and again after Redis was away. */
  Redis client(Vertx vertx, Optional<TrustOptions> trust) {
    var net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setReadIdleTimeout(SILENT_SECONDS)
            .setTcpKeepAlive(true)
            .setHostnameVerificationAlgorithm("HTTPS")
            // Quarkus makes of it metrics redis_… with the client's name store
            .setMetricsName("redis|store");
    trust.ifPresent(net::setTrustOptions);
    var options =
        new RedisOptions()
            .setType(urls.size() > 1 ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
            .setEndpoints(urls)
            .setPoolName("store")
            .setMaxPoolSize(CONNECTIONS)
            .setMaxPoolWaiting(WAITING)
            .setNetClientOptions(net);
    return Redis.createClient(vertx, options);
  }

  @Override
  public String toString() {
    return String.join(", ", urls.stream().map(RedisAddress::place).toList());
  }

  private static String place(String url) {
    var uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
