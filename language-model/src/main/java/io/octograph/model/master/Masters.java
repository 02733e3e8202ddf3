package io.octograph.model.master;

import io.octograph.graph.Graph;
import io.octograph.graph.Master;
import io.octograph.model.ModelException;
import io.octograph.model.Models;
import io.octograph.traversal.Ask;
import io.octograph.traversal.Chosen;
import io.octograph.traversal.Decider;
import io.octograph.traversal.Decision;
import io.octograph.traversal.DecisionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All masters of all graphs: each asks the base and adapter that its graph names. Masters with the
 * same base share one model. Safe for use by several threads.
 */
public final class Masters implements Decider {
  private final Models models;
  private final Map<Key, MasterDecider> deciders = new ConcurrentHashMap<>();

  private record Key(String model, String adapter) {}

  /** Loads nothing yet; {@code models} stays the caller's to close. */
  public Masters(Models models) {
    this.models = models;
  }

  /**
   * Loads every master of a graph, so that the first query need not wait.
   *
   * @throws ModelException where a master cannot be loaded
   */
  public void load(Graph graph) {
    graph.masterList().forEach(this::decider);
  }

  /** What {@code master.json} says of a master; reads that file, not the model. */
  public MasterFile file(Master master) {
    return MasterFile.read(
        models.path(master.model()).resolve("adapters").resolve(adapter(master)));
  }

  @Override
  public Decision decide(Ask ask, Consumer<Chosen> early)
      throws DecisionException, InterruptedException {
    try {
      return decider(ask.master()).decide(ask, early);
    } catch (ModelException e) {
      throw new DecisionException(e.getMessage(), false, e);
    }
  }

  private MasterDecider decider(Master master) {
    return deciders.computeIfAbsent(
        new Key(master.model(), adapter(master)),
        key -> {
          var folder = models.path(key.model()).resolve("adapters").resolve(key.adapter());
          return new MasterDecider(models.get(key.model()), folder, System::nanoTime);
        });
  }

  private static String adapter(Master master) {
    return master
        .adapter()
        .orElseThrow(
            () ->
                new ModelException(
                    "The master '%s' names no adapter. Give it 'adapter:' with the name of one."
                        .formatted(master.name())));
  }
}
