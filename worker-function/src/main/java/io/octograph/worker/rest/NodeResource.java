package io.octograph.worker.rest;

import io.octograph.function.Bodies;
import io.octograph.function.Disconnect;
import io.octograph.worker.ChatAnswer;
import io.octograph.worker.Nodes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The door of each node: OpenAI's chat completions under the node's own address. */
@Path("/nodes/{node}")
public class NodeResource {
  private final Nodes nodes;
  private final Bodies bodies;

  NodeResource(Nodes nodes, Bodies bodies) {
    this.bodies = bodies;
    this.nodes = nodes;
  }

  @POST
  @Path("v1/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response chat(
      @PathParam("node") String node, InputStream body, @Context RoutingContext context)
      throws IOException, InterruptedException {
    Disconnect.interrupts(context);
    return switch (nodes.answer(node, bodies.json(body))) {
      case ChatAnswer.Whole whole ->
          Response.status(whole.status())
              .type(MediaType.APPLICATION_JSON_TYPE)
              .entity(whole.json())
              .build();
      case ChatAnswer.Stream stream -> {
        Disconnect.closes(context, stream::close);
        yield Response.ok((StreamingOutput) stream::writeTo)
            .type("text/event-stream")
            .header("Cache-Control", "no-cache")
            .build();
      }
    };
  }

  /** Wakes the node: the answer comes when it could answer a question at once. */
  @GET
  @Path("ready")
  @RunOnVirtualThread
  public Map<String, Object> ready(@PathParam("node") String node) {
    nodes.wake(node);
    return Map.of("node", node, "ready", true);
  }
}
