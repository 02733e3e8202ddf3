package io.octograph.router.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiError;
import io.octograph.openai.EventStream;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A walk as server-sent events while it runs, wherever it runs: what is new in the store, looked at
 * four times a second. It ends after {@code done} or {@code failed}.
 */
public final class QueryEvents implements EventStream {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Proxies close connections that are silent for a minute. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private enum Signal {
    LOOK,
    CLOSE
  }

  /** Where a stream looks, and when. */
  public record Source(WalkStore walks, InstantSource clock, Alarm alarm) {}

  private final Source source;
  private final String id;
  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private Seen seen;
  private Instant spoken;

  /**
   * @param id of a walk that is known
   * @param seen what the client has had already
   */
  QueryEvents(Source source, String id, Seen seen) {
    this.source = source;
    this.id = id;
    this.seen = seen;
    this.spoken = source.clock().instant();
  }

  @Override
  public Optional<byte[]> next() throws InterruptedException {
    while (!seen.ended()) {
      StringBuilder news = new StringBuilder();
      StoredWalk walk = walk();
      for (Seen.News next : seen.news(walk)) {
        seen = next.seen();
        write(news, walk, next);
      }
      Instant now = source.clock().instant();
      if (!news.isEmpty()) {
        spoken = now;
        return Optional.of(news.toString().getBytes(StandardCharsets.UTF_8));
      }
      if (!now.isBefore(spoken.plus(HEARTBEAT))) {
        spoken = now;
        return Optional.of(COMMENT);
      }
      if (await(now) == Signal.CLOSE) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    signals.add(Signal.CLOSE);
  }

  private Signal await(Instant now) throws InterruptedException {
    Runnable takeBack = source.alarm().at(now.plus(LOOK), () -> signals.add(Signal.LOOK));
    try {
      return signals.take();
    } finally {
      takeBack.run();
    }
  }

  private StoredWalk walk() {
    try {
      return source.walks().find(id).orElseThrow(() -> QueryDesk.unknown(id).exception());
    } catch (StoreException away) {
      throw QueryDesk.storeAway().exception();
    }
  }

  private static void write(StringBuilder out, StoredWalk walk, Seen.News news) {
    ObjectNode data =
        switch (news.kind()) {
          case DECIDED -> QueryJson.decision(news.step());
          case CALLED, ANSWERED -> QueryJson.call(news.step());
          case ENDED -> QueryJson.of(walk);
        };
    String name =
        news.kind() == Seen.Kind.ENDED
            ? QueryJson.status(walk)
            : news.kind().name().toLowerCase(Locale.ROOT);
    out.append("id: ").append(news.seen().text(walk.revision())).append('\n');
    out.append("event: ").append(name).append('\n');
    out.append("data: ").append(Json.text(data)).append("\n\n");
  }

  /** What a client that resumes has had; an id of another kind is refused. */
  static Seen seen(String lastEventId) {
    return Seen.read(lastEventId)
        .orElseThrow(
            () ->
                ApiError.invalid(
                        "Last-Event-ID",
                        "Last-Event-ID is \"%s\", which no event here had; leave it out to begin again."
                            .formatted(Words.clip(lastEventId)))
                    .exception());
  }
}
