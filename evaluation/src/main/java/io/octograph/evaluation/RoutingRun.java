package io.octograph.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Puts rows to a router, a few at once. A row that the router refuses counts as wrong. */
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
   * @throws RouterAway where nobody listens at its address
   */
  public List<Verdict> run(List<Asking> asked, IntConsumer done) throws InterruptedException {
    return Together.all(asked, clients, this::ask, done);
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
