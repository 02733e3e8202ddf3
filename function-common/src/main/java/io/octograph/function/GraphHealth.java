package io.octograph.function;

import io.octograph.graph.Problem;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Shows which graph is in use. Up with a bad file too, since the old graph goes on working. */
@Readiness
@Singleton
public class GraphHealth implements HealthCheck {
  private final CurrentGraph current;

  GraphHealth(CurrentGraph current) {
    this.current = current;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health =
        HealthCheckResponse.named("graph")
            .up()
            .withData("graph", current.graph().name())
            .withData("version", current.graph().version())
            .withData("since", current.since().toString())
            .withData("problems", current.problems().size());
    int number = 1;
    for (Problem problem : current.problems().stream().limit(20).toList()) {
      health.withData("problem-" + number++, problem.toString());
    }
    return health.build();
  }
}
