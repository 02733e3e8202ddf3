package io.octograph.router.rest;

import io.octograph.function.Bodies;
import io.octograph.function.CurrentGraph;
import io.octograph.function.Disconnect;
import io.octograph.openai.Json;
import io.octograph.router.RouteRequest;
import io.octograph.router.Walks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** Decision and rewrite only: nobody is called. */
@Path("/v1/route")
public class RouteResource {
  private final Walks walks;
  private final CurrentGraph current;
  private final Bodies bodies;

  RouteResource(Walks walks, CurrentGraph current, Bodies bodies) {
    this.bodies = bodies;
    this.walks = walks;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public byte[] route(InputStream body, @Context RoutingContext context)
      throws IOException, InterruptedException {
    Disconnect.interrupts(context);
    RouteRequest request = RouteRequest.read(bodies.json(body), current.graph());
    return Json.bytes(walks.route(request).json());
  }
}
