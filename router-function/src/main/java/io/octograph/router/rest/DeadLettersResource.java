package io.octograph.router.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.function.OctographConfig;
import io.octograph.openai.ApiError;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.router.replay.Replays;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;

/**
 * Events that could not be delivered, and how to send them again. Belongs to the event door, which
 * only the cluster sees. Shows why and where, never what was asked.
 */
@Path("/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {
  private static final int MOST = 10_000;

  private final Replays replays;
  private final boolean open;

  DeadLettersResource(Replays replays, OctographConfig config) {
    this.replays = replays;
    this.open = config.doors() != OctographConfig.OpenDoors.HTTP;
  }

  @GET
  @RunOnVirtualThread
  public byte[] list(@QueryParam("limit") @DefaultValue("100") String limit) {
    checkOpen();
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("letters");
    for (var letter : replays.newest(number(limit))) {
      list.addObject()
          .put("id", letter.id())
          .put("time", letter.time().toString())
          .put("type", letter.type())
          .put("traversal", letter.traversal())
          .put("node", letter.node())
          .put("reason", letter.reason());
    }
    return Json.bytes(json);
  }

  @POST
  @Path("{id}/replay")
  @RunOnVirtualThread
  public byte[] replay(@PathParam("id") String id) throws InterruptedException {
    checkOpen();
    Replays.Replayed replayed = replays.replay(id);
    return Json.bytes(
        Json.object()
            .put("id", replayed.id())
            .put("done", replayed.done().name().toLowerCase(Locale.ROOT))
            .put("traversal", replayed.traversal()));
  }

  private void checkOpen() {
    if (!open) {
      String message = "Dead letters are shown at the event door (octograph.doors=events).";
      throw ApiError.of(404, "no_dead_letters", message).exception();
    }
  }

  private static int number(String limit) {
    if (!limit.matches("\\d{1,5}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MOST) {
      String message = "limit is \"%s\"; give a number from 1 to %d.";
      throw ApiError.invalid("limit", message.formatted(Words.clip(limit), MOST)).exception();
    }
    return Integer.parseInt(limit);
  }
}
