package io.octograph.model.master;

import io.octograph.graph.Function;
import io.octograph.graph.Worker;
import io.octograph.model.ModelException;
import io.octograph.model.Models;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agents of a graph's nodes with functions; those with the same base share one model. Safe for
 * use by several threads.
 */
public final class Agents {
  private final Models models;
  private final Map<Key, FunctionDecider> deciders = new ConcurrentHashMap<>();

  private record Key(String model, String adapter, List<Function> functions) {}

  /** Loads nothing yet; {@code models} stays the caller's to close. */
  public Agents(Models models) {
    this.models = models;
  }

  /**
   * The agent of a node, loaded by now.
   *
   * @throws ModelException where it cannot be loaded
   */
  public FunctionDecider of(Worker node) {
    var adapter =
        node.adapter()
            .orElseThrow(
                () ->
                    new ModelException(
                        "The worker '%s' has functions but names no adapter. Give it 'adapter:' with the name of one."
                            .formatted(node.name())));
    var key = new Key(node.model().orElse(Models.BUNDLED), adapter, node.functions());
    return deciders.computeIfAbsent(
        key,
        wanted -> {
          var folder = models.path(wanted.model()).resolve("adapters").resolve(adapter);
          return new FunctionDecider(models.get(wanted.model()), folder, wanted.functions());
        });
  }
}
