package io.octograph.router.rest;

import io.octograph.function.Bodies;
import io.octograph.function.CurrentGraph;
import io.octograph.function.Disconnect;
import io.octograph.router.RoutedRequest;
import io.octograph.router.StreamedChat;
import io.octograph.router.Walks;
import io.octograph.router.WholeChat;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;

/** OpenAI's chat completions, answered by whichever node the master finds. */
@Path("/v1/chat/completions")
public class ChatResource {
  private final Walks walks;
  private final CurrentGraph current;
  private final Bodies bodies;

  ChatResource(Walks walks, CurrentGraph current, Bodies bodies) {
    this.bodies = bodies;
    this.walks = walks;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response chat(InputStream body, @Context RoutingContext context)
      throws IOException, InterruptedException {
    Disconnect.interrupts(context);
    RoutedRequest request = RoutedRequest.read(bodies.json(body), current.graph());
    Response.ResponseBuilder response = Response.ok();
    if (request.streamed()) {
      StreamedChat chat = StreamedChat.open(walks.of(request));
      Disconnect.closes(context, chat::close);
      chat.headers().forEach(response::header);
      response
          .type("text/event-stream")
          .header("Cache-Control", "no-cache")
          .entity((StreamingOutput) chat::writeTo);
    } else {
      WholeChat chat = WholeChat.of(walks.of(request));
      chat.headers().forEach(response::header);
      response.type(MediaType.APPLICATION_JSON_TYPE).entity(chat.json());
    }
    return response.build();
  }
}
