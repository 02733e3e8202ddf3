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
    var next = queries.iterator();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lanes.add(
            threads.submit(
                () -> {
                  for (var query = take(next); query != null; query = take(next)) {
                    ask(query, times);
                    done.accept(through.incrementAndGet());
                  }
                  return null;
                }));
      }
      for (var lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw new BenchFailed("A query could not be posted: " + e.getCause());
    }
    return Times.of(times);
  }

  private static QueryEvent take(Iterator<QueryEvent> queries) {
    synchronized (queries) {
      return queries.hasNext() ? queries.next() : null;
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
