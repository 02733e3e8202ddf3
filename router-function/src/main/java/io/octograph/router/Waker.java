package io.octograph.router;

import io.octograph.graph.Graph;
import io.octograph.openai.CallFailure;
import io.octograph.openai.HttpCaller;
import io.octograph.openai.HttpReply;
import io.octograph.openai.Timeouts;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes worker functions while the rewrite is being written: one request at a time to each. */
@Singleton
public class Waker {
  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

  private final HttpCaller http;
  private final Map<URI, CompletableFuture<Long>> underWay = new ConcurrentHashMap<>();

  Waker(HttpCaller http) {
    this.http = http;
  }

  /** Waits until the graph's worker is awake; a failure is left to the call. Milliseconds. */
  public long wake(Graph graph, String worker) {
    URI ready = WorkerCaller.url(graph.workerUrl(graph.worker(worker)), worker, "ready");
    return wake(ready);
  }

  /** Waits until the worker is awake; a failure is left to the call that follows. Milliseconds. */
  private long wake(URI ready) {
    CompletableFuture<Long> mine = new CompletableFuture<>();
    CompletableFuture<Long> other = underWay.putIfAbsent(ready, mine);
    if (other != null) {
      return other.join();
    }
    long begun = System.nanoTime();
    try (HttpReply reply = http.get(ready, TIMEOUTS)) {
      reply.body(1 << 16);
    } catch (CallFailure e) {
      // The call will meet the same, and says it to the client.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(ready);
      mine.complete((System.nanoTime() - begun) / 1_000_000);
    }
    return mine.join();
  }
}
