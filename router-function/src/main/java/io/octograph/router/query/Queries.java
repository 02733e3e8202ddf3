package io.octograph.router.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.openai.ApiException;
import io.octograph.router.RouteRequest;
import io.octograph.traversal.Alarm;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What the HTTP door may do with queries that nobody waits for. */
@Singleton
public class Queries {
  private final QueryDesk desk;
  private final QueryEvents.Source source;

  Queries(QueryDesk desk, WalkStore walks, InstantSource clock) {
    this.desk = desk;
    this.source = new QueryEvents.Source(walks, clock, Alarm.of(clock));
  }

  /**
   * A query that was taken.
   *
   * @param location where it can be looked at
   */
  public record Taken(ObjectNode json, String location) {}

  /**
   * Takes a query.
   *
   * @throws ApiException as {@link QueryDesk#take}
   */
  public Taken take(RouteRequest request, String key) throws InterruptedException {
    StoredWalk walk = desk.take(request, key);
    return new Taken(QueryJson.brief(walk), QueryJson.address(walk));
  }

  /**
   * Shows a query as it is now.
   *
   * @throws ApiException 404 if none is known by that id
   */
  public ObjectNode show(String id) {
    return QueryJson.of(desk.find(id));
  }

  /**
   * Follows a query.
   *
   * @param last the id of the last event that the client has had; null for none
   * @throws ApiException 400 if no event has that id, 404 if no query is known by that id
   */
  public QueryEvents events(String id, String last) {
    desk.find(id);
    return new QueryEvents(
        source, id, last == null || last.isEmpty() ? Seen.NOTHING : QueryEvents.seen(last));
  }
}
