package io.octograph.router.event;

import io.octograph.event.Incoming;
import io.octograph.graph.Graph;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.RequestBody;
import io.octograph.openai.Words;
import io.octograph.router.RouteRequest;
import io.octograph.traversal.Message;
import io.octograph.traversal.Query;
import io.octograph.traversal.event.Attributes;
import io.octograph.traversal.event.Event;
import io.octograph.traversal.event.EventType;
import io.octograph.traversal.store.Origin;
import io.octograph.traversal.store.WalkStore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;

/** The query's event: how it is read here, and how it is written for a walk that is begun. */
@Singleton
public class Asked {
  /** A broker takes events up to 1 MB; a character is at most three bytes, escaped six. */
  private static final int LONGEST = 100_000;

  private final RouterGraphs graphs;
  private final WalkStore walks;

  Asked(RouterGraphs graphs, WalkStore walks) {
    this.graphs = graphs;
    this.walks = walks;
  }

  /** Data of a query that is too long for an event: it is in the store, with its walk. */
  @RegisterForReflection(targets = {Claim.class, Message.class, Query.class})
  record Claim(boolean stored) {}

  /** The event that asks a query whose walk is stored. */
  public static Event event(Origin origin, String graph, int version, Query query) {
    int length = query.messages().stream().mapToInt(message -> message.content().length()).sum();
    return new Event(
        new Attributes(
            EventType.QUERY,
            origin.source(),
            origin.id(),
            graph,
            version,
            "",
            "",
            0,
            origin.reply().correlationid(),
            origin.reply().replyid()),
        length > LONGEST ? new Claim(true) : query);
  }

  /**
   * Reads a query's event. A walk that has begun has its query already, whatever the graph and this
   * event's data are now.
   *
   * @throws ApiException with a sentence for whoever asked
   */
  Query read(Incoming incoming) {
    try {
      Graph graph = graphs.current();
      checkGraph(incoming.extension(Attributes.GRAPH), graph);
      return RouteRequest.read(RequestBody.read(incoming.data()), graph).walk();
    } catch (ApiException refused) {
      return walks
          .find(incoming.origin().traversal())
          .map(walk -> walk.traversal().query())
          .orElseThrow(() -> refused);
    }
  }

  private static void checkGraph(String name, Graph graph) {
    if (!name.isEmpty() && !name.equals(graph.name())) {
      String message = "The event's graph is \"%s\"; the graph here is %s.";
      throw ApiError.unknown(
              "graph", "unknown_graph", message.formatted(Words.clip(name), graph.name()))
          .exception();
    }
  }
}
