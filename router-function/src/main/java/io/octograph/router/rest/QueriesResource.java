package io.octograph.router.rest;

import io.octograph.function.Bodies;
import io.octograph.function.CurrentGraph;
import io.octograph.function.Disconnect;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.router.RouteRequest;
import io.octograph.router.query.Queries;
import io.octograph.router.query.QueryEvents;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Queries whose clients do not wait: taken at once, looked at later, or followed as they go. */
@Path("/v1/queries")
public class QueriesResource {
  private static final String EVENTS = "text/event-stream";
  private static final int LONGEST_KEY = 200;

  private final Queries queries;
  private final CurrentGraph current;
  private final Bodies bodies;

  QueriesResource(Queries queries, CurrentGraph current, Bodies bodies) {
    this.queries = queries;
    this.current = current;
    this.bodies = bodies;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response ask(InputStream body, @HeaderParam("Idempotency-Key") String key)
      throws IOException, InterruptedException {
    RouteRequest request = RouteRequest.read(bodies.json(body), current.graph());
    Queries.Taken taken = queries.take(request, key == null ? random() : checked(key));
    return Response.accepted(Json.bytes(taken.json()))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header("Location", taken.location())
        .build();
  }

  /** As JSON, or as events for a client that accepts those. */
  @GET
  @Path("{id}")
  @RunOnVirtualThread
  public Response show(
      @PathParam("id") String id,
      @HeaderParam("Accept") String accept,
      @HeaderParam("Last-Event-ID") String last,
      @Context RoutingContext context) {
    if (accept != null && accept.contains(EVENTS)) {
      return follow(id, last, context);
    }
    return Response.ok(Json.bytes(queries.show(id)), MediaType.APPLICATION_JSON_TYPE).build();
  }

  @GET
  @Path("{id}/events")
  @RunOnVirtualThread
  public Response follow(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") String last,
      @Context RoutingContext context) {
    QueryEvents events = queries.events(id, last);
    Disconnect.closes(context, events::close);
    return Response.ok((StreamingOutput) events::writeTo)
        .type(EVENTS)
        .header("Cache-Control", "no-cache")
        .build();
  }

  private static String random() {
    return UUID.randomUUID().toString();
  }

  private static String checked(String key) {
    boolean plain = key.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (key.isEmpty() || key.length() > LONGEST_KEY || !plain) {
      throw refused(key);
    }
    return key;
  }

  private static ApiException refused(String key) {
    String message =
        "Idempotency-Key is \"%s\" (%d characters); give 1 to %d characters of ASCII, no spaces.";
    return ApiError.invalid(
            "Idempotency-Key", message.formatted(Words.clip(key), key.length(), LONGEST_KEY))
        .exception();
  }
}
