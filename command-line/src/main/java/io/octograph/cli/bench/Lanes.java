package io.octograph.cli.bench;

import io.octograph.evaluation.chaos.Times;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Puts queries to the broker, a few at once: the next goes out when one has ended.
 *
 * @param count how many are under way at once
 * @param patience how long one may take before it counts as lost
 */
record Lanes(Rig rig, InstantSource clock, int count, Duration patience) {
  /**
   * Returns when every query has ended or is lost.
   *
   * @param done is told how many are through, after each; from several threads
   * @return times from posting to the first end, of those that ended
   */
  Times run(List<QueryEvent> queries, IntConsumer done) throws InterruptedException {
    var times = new ConcurrentLinkedQueue<Duration>();
    var through = new AtomicInteger();
    each(
        count,
        queries,
        query -> {
          ask(query, times);
          done.accept(through.incrementAndGet());
        });
    return Times.of(times);
  }

  /** Posts one thing. */
  interface Post<T> {
    void post(T thing) throws IOException, InterruptedException;
  }

  /** Posts all things in their order, a few at once, and returns when all are through. */
  static <T> void each(int count, List<T> things, Post<T> post) throws InterruptedException {
    var next = things.iterator();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lanes.add(
            threads.submit(
                () -> {
                  for (var thing = take(next); thing != null; thing = take(next)) {
                    post.post(thing);
                  }
                  return null;
                }));
      }
      for (var lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw new BenchFailed("An event could not be posted: " + e.getCause());
    }
  }

  private static <T> T take(Iterator<T> things) {
    synchronized (things) {
      return things.hasNext() ? things.next() : null;
    }
  }

  private void ask(QueryEvent query, ConcurrentLinkedQueue<Duration> times)
      throws IOException, InterruptedException {
    Instant begun = clock.instant();
    var request = query.binary(rig.ingress());
    int status = rig.http().send(request, BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("the broker answered " + status + " to a query");
    }
    rig.collector()
        .await(query.id(), patience)
        .ifPresent(end -> times.add(Duration.between(begun, end.at())));
  }
}
