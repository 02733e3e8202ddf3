package io.octograph.store;

import io.octograph.traversal.store.StoreException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Commands to Redis that block their thread, which must be no event loop's. Whatever goes wrong is
 * a {@link StoreException} within the time that a command has. Safe for use by several threads.
 */
public final class RedisCommands {
  /** The client's own word, not Redis's. */
  private static final String CLOSED = "CONNECTION_CLOSED";

  private final Redis redis;
  private final Duration time;
  private final Consumer<String> onFailure;

  /**
   * Commands over a client, which stays the caller's to close.
   *
   * @param time that a command has
   * @param onFailure told of each failure, in a sentence
   */
  public RedisCommands(Redis redis, Duration time, Consumer<String> onFailure) {
    this.redis = redis;
    this.time = time;
    this.onFailure = onFailure;
  }

  /** Does nothing but find out whether Redis answers. */
  void ping() {
    call(Request.cmd(Command.PING));
  }

  /** One command, harmless when done twice; null where Redis answers with nothing. */
  Response call(Request request) {
    try {
      return send(request);
    } catch (ErrorType refused) {
      throw failed(refused);
    }
  }

  /** Runs a script, which Redis may have forgotten since it was last run. */
  Response run(Script script, List<String> keys, Object... arguments) {
    try {
      return send(request(Command.EVALSHA, script.sha(), keys, arguments));
    } catch (ErrorType refused) {
      if (!refused.is("NOSCRIPT")) {
        throw failed(refused);
      }
      return call(request(Command.EVAL, script.text(), keys, arguments));
    }
  }

  private static Request request(
      Command command, String script, List<String> keys, Object... arguments) {
    var request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    for (var argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }

  private Response send(Request request) throws ErrorType {
    try {
      return sendOnce(request);
    } catch (ErrorType refused) {
      if (!refused.is(CLOSED)) {
        throw refused;
      }
      // a connection of the pool ended just now, or while Redis was away; the next is a new one
      return sendOnce(request);
    }
  }

  private Response sendOnce(Request request) throws ErrorType {
    try {
      return redis
          .send(request)
          .toCompletionStage()
          .toCompletableFuture()
          .get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof ErrorType refused) {
        throw refused;
      }
      throw failed("Redis is away: " + failed.getCause().getMessage(), failed.getCause());
    } catch (TimeoutException late) {
      throw failed("Redis does not answer within %d ms.".formatted(time.toMillis()), late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreException("Interrupted while waiting for Redis.", interrupted);
    }
  }

  private StoreException failed(ErrorType refused) {
    var sentence = refused.is(CLOSED) ? "Redis is away: " : "Redis refuses: ";
    return failed(sentence + refused.getMessage(), refused);
  }

  private StoreException failed(String sentence, Throwable cause) {
    onFailure.accept(sentence);
    return new StoreException(sentence, cause);
  }
}
