package io.octograph.openai;

import static io.octograph.openai.CallFailure.Kind.CUT_OFF;
import static io.octograph.openai.CallFailure.Kind.TIMEOUT;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another server's answer. Its body is taken piece by piece and only as fast as the reader asks: at
 * most {@value #AHEAD} pieces wait here, then the connection is read no further.
 */
public final class HttpReply implements AutoCloseable {
  private static final int AHEAD = 8;

  private static final Duration GRACE = Duration.ofMillis(200);

  private sealed interface Piece {}

  private record Data(byte[] bytes) implements Piece {}

  private record End() implements Piece {}

  private record Broken() implements Piece {}

  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private final Timeouts timeouts;
  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private boolean begun;
  private volatile boolean ended;

  /** Made on the response's event loop, before its first piece is read. */
  HttpReply(HttpClientRequest request, HttpClientResponse response, Timeouts timeouts) {
    this.request = request;
    this.response = response;
    this.timeouts = timeouts;
    response.pause();
    response.handler((Buffer piece) -> pieces.add(new Data(piece.getBytes())));
    response.endHandler(end -> pieces.add(new End()));
    response.exceptionHandler(broken -> pieces.add(new Broken()));
    response.fetch(AHEAD);
  }

  public int status() {
    return response.statusCode();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getHeader(name));
  }

  /**
   * The next piece of the body, as soon as it is there; nothing at its end.
   *
   * @throws CallFailure TIMEOUT or CUT_OFF
   */
  public Optional<byte[]> next() throws CallFailure, InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    Duration wait = begun ? timeouts.idle() : timeouts.firstByte();
    return switch (pieces.poll(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      case null ->
          throw new CallFailure(TIMEOUT, "nothing came for %d ms".formatted(wait.toMillis()));
      case Data(byte[] bytes) -> {
        begun = true;
        response.fetch(1);
        yield Optional.of(bytes);
      }
      case End() -> {
        ended = true;
        yield Optional.empty();
      }
      case Broken() ->
          throw new CallFailure(CUT_OFF, "the connection broke in the middle of the answer");
    };
  }

  /**
   * The whole body.
   *
   * @throws CallFailure as {@link #next()}; CUT_OFF also for a body longer than the limit
   */
  public byte[] body(int limit) throws CallFailure, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Optional<byte[]> piece = next(); piece.isPresent(); piece = next()) {
      all.writeBytes(piece.get());
      if (all.size() > limit) {
        throw new CallFailure(CUT_OFF, "the answer is longer than %d bytes".formatted(limit));
      }
    }
    return all.toByteArray();
  }

  /**
   * Says that the body is read as far as anybody wants it. Waits a moment for the end that should
   * come now, so that the connection can be used again.
   */
  public void finish() throws InterruptedException {
    ended |= pieces.poll(GRACE.toMillis(), TimeUnit.MILLISECONDS) instanceof End;
  }

  /** Gives the connection back if the body was read to its end, else breaks it. On any thread. */
  @Override
  public void close() {
    if (!ended) {
      reset(request);
    }
  }

  /** With HTTP/2's code for CANCEL; on HTTP/1 the connection closes. */
  static void reset(HttpClientRequest request) {
    request.reset(8);
  }
}
