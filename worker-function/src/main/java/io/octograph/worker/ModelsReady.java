package io.octograph.worker;

import io.octograph.graph.Embedded;
import io.octograph.graph.Worker;
import io.octograph.openai.ApiException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Loads the embedded models in the background at start; ready when all of them are there. */
@Readiness
@Singleton
public class ModelsReady implements HealthCheck {
  private final Nodes nodes;
  private volatile boolean loaded;
  private volatile String problem = "";

  ModelsReady(Nodes nodes) {
    this.nodes = nodes;
  }

  void load(@Observes StartupEvent start) {
    Thread.ofPlatform().name("model-loader").daemon().start(this::load);
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("models").status(loaded);
    return problem.isEmpty() ? health.build() : health.withData("problem", problem).build();
  }

  private void load() {
    try {
      for (Worker node : nodes.all()) {
        if (node.endpoints() instanceof Embedded || !node.functions().isEmpty()) {
          nodes.wake(node.name());
        }
      }
      loaded = true;
    } catch (ApiException e) {
      problem = e.error().message();
    }
  }
}
