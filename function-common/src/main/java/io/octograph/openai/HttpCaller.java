package io.octograph.openai;

import static io.octograph.openai.CallFailure.Kind.TIMEOUT;
import static io.octograph.openai.CallFailure.Kind.UNREACHABLE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Calls other servers and gives their bytes as they come. Methods block: call them on a virtual
 * thread; interrupting it breaks the call off and closes its connection. Redirects are not
 * followed, nothing is decompressed, no header is added but the caller's.
 */
public final class HttpCaller {
  private static final int CONNECTIONS = 1024;

  private final HttpClient client;

  public HttpCaller(Vertx vertx) {
    HttpClientOptions options =
        new HttpClientOptions()
            // Model servers close idle connections after 5 s; be first, or a request meets a closed
            // one.
            .setKeepAliveTimeout(4)
            .setMaxChunkSize(64 << 10);
    this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** A GET without a body. */
  public HttpReply get(URI url, Timeouts timeouts) throws CallFailure, InterruptedException {
    return send(HttpMethod.GET, url, Map.of(), Optional.empty(), timeouts);
  }

  /**
   * A POST.
   *
   * @return the status and headers, and the body to be read; close it
   * @throws CallFailure UNREACHABLE or TIMEOUT
   */
  public HttpReply post(URI url, Map<String, String> headers, byte[] body, Timeouts timeouts)
      throws CallFailure, InterruptedException {
    return send(HttpMethod.POST, url, headers, Optional.of(body), timeouts);
  }

  /**
   * A request of any method.
   *
   * @param method as HTTP writes it, e.g. PUT
   * @return as {@link #post}
   * @throws CallFailure UNREACHABLE or TIMEOUT
   */
  public HttpReply send(
      String method, URI url, Map<String, String> headers, Optional<byte[]> body, Timeouts timeouts)
      throws CallFailure, InterruptedException {
    return send(HttpMethod.valueOf(method), url, headers, body, timeouts);
  }

  private HttpReply send(
      HttpMethod method,
      URI url,
      Map<String, String> headers,
      Optional<byte[]> body,
      Timeouts timeouts)
      throws CallFailure, InterruptedException {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .setConnectTimeout(timeouts.connect().toMillis());
    headers.forEach(options::putHeader);
    // The pool may make a request wait for a connection, so the future has a limit of its own.
    Duration connect = timeouts.connect().plusMillis(200);
    Future<HttpClientRequest> connecting = client.request(options);
    HttpClientRequest request = connected(connecting, connect, url);
    // Before the request is sent, so that no byte of the answer comes before its handlers.
    Future<HttpReply> reply =
        request.response().map(response -> new HttpReply(request, response, timeouts));
    request.end(body.map(Buffer::buffer).orElseGet(Buffer::buffer));
    return await(reply, timeouts.firstByte(), url, () -> HttpReply.reset(request));
  }

  private static HttpClientRequest connected(
      Future<HttpClientRequest> connecting, Duration limit, URI url)
      throws CallFailure, InterruptedException {
    try {
      return await(connecting, limit, url, () -> connecting.onSuccess(HttpReply::reset));
    } catch (CallFailure e) {
      throw new CallFailure(e.kind(), e.getMessage(), false);
    }
  }

  /** Waits; a wait that ends early abandons what is under way. */
  private static <T> T await(Future<T> future, Duration limit, URI url, Runnable abandon)
      throws CallFailure, InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), MILLISECONDS);
    } catch (TimeoutException e) {
      abandon.run();
      throw new CallFailure(
          TIMEOUT, "%s gave no answer within %d ms".formatted(Urls.shown(url), limit.toMillis()));
    } catch (InterruptedException e) {
      abandon.run();
      throw e;
    } catch (ExecutionException e) {
      throw new CallFailure(
          UNREACHABLE, "%s cannot be reached (%s)".formatted(Urls.shown(url), cause(e.getCause())));
    }
  }

  private static String cause(Throwable e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Words.clip(said.lines().findFirst().orElse("").replaceAll("[.]$", ""));
  }
}
