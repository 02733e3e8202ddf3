package io.octograph.router;

import io.octograph.graph.Embedded;
import io.octograph.graph.Endpoint;
import io.octograph.graph.Graph;
import io.octograph.graph.Master;
import io.octograph.graph.Node;
import io.octograph.graph.Upstreams;
import io.octograph.graph.Worker;
import io.octograph.model.ModelException;
import io.octograph.model.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many parameters the models of a graph have: a model's folder says it, or the field {@code
 * parameters} of an endpoint. What one of them does not say is unknown, never guessed.
 */
public final class Parameters {
  /** A model that is asked: a folder here, or a name at an address. */
  private record Model(String place, String name) {}

  private final Models models;

  public Parameters(Models models) {
    this.models = models;
  }

  /**
   * Of the one model that answers or decides for a node, adapters not counted; empty where it is
   * not known, and where the node's endpoints have models of different sizes.
   */
  public OptionalLong of(Node node) {
    List<OptionalLong> sizes = models(node).values().stream().distinct().toList();
    return sizes.size() == 1 ? sizes.getFirst() : OptionalLong.empty();
  }

  /**
   * Of all models of a graph together. One folder counts once, however many nodes it serves, and so
   * does one name at one address; LoRA models of one server have several names, and each counts as
   * it says. Empty where one is not known.
   */
  public OptionalLong of(Graph graph) {
    Map<Model, OptionalLong> all = new HashMap<>();
    graph.nodes().values().forEach(node -> all.putAll(models(node)));
    return all.values().stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(all.values().stream().mapToLong(OptionalLong::getAsLong).sum())
        : OptionalLong.empty();
  }

  private Map<Model, OptionalLong> models(Node node) {
    return switch (node) {
      case Master master -> here(master.model());
      case Worker worker ->
          switch (worker.endpoints()) {
            case Embedded _ -> here(worker.model().orElse(Models.BUNDLED));
            case Upstreams upstreams -> there(upstreams.list());
          };
    };
  }

  private Map<Model, OptionalLong> here(String folder) {
    return Map.of(new Model("", models.path(folder).toString()), size(folder));
  }

  private OptionalLong size(String folder) {
    try {
      return models.parameters(folder);
    } catch (ModelException e) {
      return OptionalLong.empty();
    }
  }

  private static Map<Model, OptionalLong> there(List<Endpoint> endpoints) {
    Map<Model, OptionalLong> sizes = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      sizes.put(new Model(endpoint.url().toString(), endpoint.model()), endpoint.parameters());
    }
    return sizes;
  }
}
