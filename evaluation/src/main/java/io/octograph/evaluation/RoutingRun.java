package io.octograph.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Puts rows to a router, a few at once. A row that fails counts as wrong. */
public final class RoutingRun {
  private final RouteClient client;
  private final int clients;
  private final InstantSource clock;

  /**
   * @param clients how many requests are under way at once, from 1
   */
  public RoutingRun(HttpClient http, URI router, int clients, InstantSource clock) {
    if (clients < 1) {
      throw new IllegalArgumentException("clients is " + clients + "; give 1 or more.");
    }
    this.client = new RouteClient(http, router);
    this.clients = clients;
    this.clock = clock;
  }

  /**
   * Asks all.
   *
   * @param done is told how many are done, after each; from several threads
   * @return in the order of what was asked
   */
  public List<Verdict> run(List<Asking> asked, IntConsumer done) throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      List<Future<Verdict>> verdicts = new ArrayList<>();
      for (Asking asking : asked) {
        verdicts.add(
            threads.submit(
                () -> {
                  Verdict verdict = ask(asking);
                  done.accept(count.incrementAndGet());
                  return verdict;
                }));
      }
      return collect(verdicts, threads::shutdownNow);
    }
  }

  private static List<Verdict> collect(List<Future<Verdict>> futures, Runnable stop)
      throws InterruptedException {
    List<Verdict> verdicts = new ArrayList<>();
    try {
      for (Future<Verdict> future : futures) {
        verdicts.add(future.get());
      }
    } catch (InterruptedException e) {
      stop.run();
      throw e;
    } catch (ExecutionException e) {
      stop.run();
      throw new IllegalStateException(e.getCause());
    }
    return verdicts;
  }

  private Verdict ask(Asking asking) throws InterruptedException {
    var start = clock.instant();
    try {
      Reply reply = client.ask(asking);
      var took = Duration.between(start, clock.instant());
      return new Verdict(asking.row(), Optional.of(reply), took, Optional.empty());
    } catch (IOException e) {
      String why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      var took = Duration.between(start, clock.instant());
      return new Verdict(asking.row(), Optional.empty(), took, Optional.of(why));
    }
  }
}
