package io.octograph.router;

import io.octograph.function.GraphCheck;
import io.octograph.graph.Graph;
import io.octograph.graph.GraphChecker;
import io.octograph.graph.Master;
import io.octograph.graph.Problem;
import io.octograph.model.ModelException;
import io.octograph.model.master.Masters;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph can be walked when all its masters are loaded and have a token for each neighbour. */
@Singleton
public class MasterCheck implements GraphCheck {
  private final Masters masters;

  MasterCheck(Masters masters) {
    this.masters = masters;
  }

  @Override
  public List<Problem> problems(Graph graph) {
    try {
      masters.load(graph);
      Map<String, Set<String>> tokens = new HashMap<>();
      for (Master master : graph.masterList()) {
        tokens.put(master.name(), Set.copyOf(masters.file(master).nodes()));
      }
      return GraphChecker.tokens(graph, tokens);
    } catch (ModelException e) {
      String mend = "Check the model and adapter of the graph's masters.";
      return List.of(new Problem(graph.name(), 0, Optional.empty(), e.getMessage(), mend));
    }
  }
}
