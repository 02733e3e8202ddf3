package io.octograph.router.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.octograph.function.CurrentGraph;
import io.octograph.graph.Embedded;
import io.octograph.graph.Graph;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.graph.Worker;
import io.octograph.model.ModelException;
import io.octograph.model.Models;
import io.octograph.model.master.Masters;
import io.octograph.openai.ApiError;
import io.octograph.openai.Json;
import io.octograph.openai.Words;
import io.octograph.router.Parameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Shows the graph: as models, the way OpenAI's clients ask, and as it is. No address, no key. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class GraphResource {
  private final CurrentGraph current;
  private final Masters masters;
  private final Parameters parameters;

  GraphResource(CurrentGraph current, Masters masters, Models models) {
    this.current = current;
    this.masters = masters;
    this.parameters = new Parameters(models);
  }

  @GET
  @Path("models")
  @RunOnVirtualThread
  public byte[] models() {
    ObjectNode list = Json.object().put("object", "list");
    ArrayNode data = list.putArray("data");
    names(current.graph()).forEach(name -> data.add(describe(name)));
    return Json.bytes(list);
  }

  @GET
  @Path("models/{name}")
  @RunOnVirtualThread
  public byte[] model(@PathParam("name") String name) {
    if (names(current.graph()).noneMatch(name::equals)) {
      String message = "There is no model \"%s\". GET /v1/models shows them.";
      throw ApiError.of(404, "unknown_model", message.formatted(Words.clip(name))).exception();
    }
    return Json.bytes(describe(name));
  }

  @GET
  @Path("graph")
  @RunOnVirtualThread
  public byte[] graph() {
    Graph graph = current.graph();
    ObjectNode json =
        Json.object()
            .put("graph", graph.name())
            .put("version", graph.version())
            .put("entry", graph.entry())
            .put("parameters", number(parameters.of(graph)));
    ArrayNode nodes = json.putArray("nodes");
    graph.nodes().values().forEach(node -> nodes.add(node(node)));
    json.putObject("limits")
        .put("hops", graph.limits().hops())
        .put("calls", graph.limits().calls())
        .put("deadline_ms", graph.limits().deadline().toMillis());
    return Json.bytes(json);
  }

  private static Stream<String> names(Graph graph) {
    Stream<String> whole = Stream.of("octograph", graph.name()).distinct();
    return Stream.concat(whole, graph.nodes().keySet().stream());
  }

  private ObjectNode describe(String name) {
    return Json.object()
        .put("id", name)
        .put("object", "model")
        .put("created", current.since().getEpochSecond())
        .put("owned_by", "octograph");
  }

  private ObjectNode node(Node node) {
    ObjectNode json =
        Json.object()
            .put("name", node.name())
            .put("kind", node instanceof Master ? "master" : "worker")
            .put("description", node.description())
            .put("parameters", number(parameters.of(node)));
    node.edges().forEach(json.putArray("edges")::add);
    switch (node) {
      case Master master -> {
        json.put("default", master.defaultNode().orElse(null));
        tokens(master, json.putObject("tokens"));
      }
      case Worker worker -> {
        json.put("endpoints", worker.endpoints() instanceof Embedded ? "embedded" : "upstream");
        json.put("rewrite", worker.rewrite().name().toLowerCase(Locale.ROOT));
        worker.fallback().forEach(json.putArray("fallback")::add);
      }
    }
    return json;
  }

  private static Long number(OptionalLong count) {
    return count.isPresent() ? count.getAsLong() : null;
  }

  /** A master whose adapter is not there yet has no tokens to show. */
  private void tokens(Master master, ObjectNode tokens) {
    try {
      var file = masters.file(master);
      for (String edge : master.edges()) {
        file.token(edge).ifPresent(token -> tokens.put(edge, token.token()));
      }
    } catch (ModelException e) {
      tokens.removeAll();
    }
  }
}
