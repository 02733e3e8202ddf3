package io.octograph.router.query;

import io.octograph.graph.Graph;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Words;
import io.octograph.router.RouteRequest;
import io.octograph.router.event.Asked;
import io.octograph.router.event.Sink;
import io.octograph.traversal.Query;
import io.octograph.traversal.Traversal;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.Ids;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Takes queries that nobody waits for. With a broker each becomes an event like any other; without
 * one this process walks it.
 */
@Singleton
public class QueryDesk {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final EventRunner runner;
  private final WalkStore walks;
  private final Sink sink;
  private final LocalWalks local;

  QueryDesk(EventRunner runner, WalkStore walks, Sink sink, LocalWalks local) {
    this.runner = runner;
    this.walks = walks;
    this.sink = sink;
    this.local = local;
  }

  /**
   * Takes a query. The same key again gives the same walk.
   *
   * @throws ApiException 400 if answers are given; 422 if the key was another query's; 429 if too
   *     many walks run here; 503 if the store or the broker is away, and then the same key may be
   *     sent again
   */
  StoredWalk take(RouteRequest request, String key) throws InterruptedException {
    Graph graph = request.graph();
    Query query = request.walk();
    Origin origin = new Origin(source(graph), key, Attributes.Reply.NONE);
    try {
      return sink.present()
          ? post(begin(origin, query))
          : local.drive(graph, () -> begin(origin, query));
    } catch (StoreException away) {
      throw storeAway().exception();
    }
  }

  /**
   * A walk that was taken here, or came as an event.
   *
   * @throws ApiException 404 if none is known
   */
  StoredWalk find(String id) {
    try {
      return walks.find(id).orElseThrow(() -> unknown(id).exception());
    } catch (StoreException away) {
      throw storeAway().exception();
    }
  }

  private StoredWalk begin(Origin origin, Query query) {
    StoredWalk walk = runner.begin(origin, query);
    if (!walk.traversal().query().equals(query)) {
      String message =
          "The Idempotency-Key \"%s\" was another query's; take a new key for a new query.";
      throw ApiError.of(422, "idempotency_key_reused", message.formatted(Words.clip(origin.id())))
          .exception();
    }
    return walk;
  }

  /** A walk that moves already has its event. */
  private StoredWalk post(StoredWalk walk) throws InterruptedException {
    if (walk.revision() == 0) {
      try {
        Traversal begun = walk.traversal();
        sink.send(
            List.of(Asked.event(walk.origin(), begun.graph(), begun.version(), begun.query())));
      } catch (RedeliverException refused) {
        String message =
            "The broker did not take the query. Send it again, with the same key if it had one.";
        throw ApiError.of(503, "broker_away", message).retryAfter(SOON).exception();
      }
    }
    return walk;
  }

  private static String source(Graph graph) {
    return Ids.source(graph.name(), "queries");
  }

  static ApiError unknown(String id) {
    String message = "There is no query \"%s\", or its time here is over. Ask it again.";
    return ApiError.of(404, "unknown_query", message.formatted(Words.clip(id)));
  }

  /** 503: nothing can be read or kept now. */
  public static ApiError storeAway() {
    return ApiError.of(503, "store_away", "The store of walks is away. Try again soon.")
        .retryAfter(SOON);
  }
}
