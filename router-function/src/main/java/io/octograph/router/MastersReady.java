package io.octograph.router;

import io.octograph.function.CurrentGraph;
import io.octograph.graph.Problem;
import io.octograph.model.Models;
import io.octograph.model.master.Masters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Loads the graph's masters in the background at start; ready when all of them are there. */
@Readiness
@Singleton
public class MastersReady implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(MastersReady.class);

  private final CurrentGraph current;
  private final MasterCheck check;
  private volatile boolean loaded;
  private volatile String problem = "";

  MastersReady(CurrentGraph current, MasterCheck check) {
    this.current = current;
    this.check = check;
  }

  void load(@Observes StartupEvent start) {
    Thread.ofPlatform().name("master-loader").daemon().start(this::load);
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("masters").status(loaded);
    return problem.isEmpty() ? health.build() : health.withData("problem", problem).build();
  }

  private void load() {
    List<Problem> problems = check.problems(current.graph());
    problems.forEach(found -> LOG.error(found.toString()));
    problem = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    loaded = problems.isEmpty();
  }

  /** Makes a bean of what knows nothing of beans. */
  static class Producer {
    @Produces
    @Singleton
    Masters masters(Models models) {
      return new Masters(models);
    }
  }
}
