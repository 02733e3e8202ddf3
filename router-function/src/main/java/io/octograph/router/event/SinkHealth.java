package io.octograph.router.event;

import io.octograph.function.OctographConfig;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * A door for events alone is not ready without a sink: until its SinkBinding is worked in, ends of
 * walks would have nowhere to go. Nor is one of several doors that shares no store with the others.
 */
@Readiness
@Singleton
class SinkHealth implements HealthCheck {
  private final String problem;

  SinkHealth(OctographConfig config, Sink sink) {
    this.problem = problem(config, sink);
  }

  private static String problem(OctographConfig config, Sink sink) {
    if (config.doors() == OctographConfig.OpenDoors.EVENTS && !sink.present()) {
      return "K_SINK is not set; a SinkBinding sets it.";
    }
    boolean alone = config.doors() == OctographConfig.OpenDoors.ALL;
    return sink.present() && !alone && config.redis().url().isEmpty()
        ? "K_SINK is set and OCTOGRAPH_REDIS_URL is not: other processes would not know the walks."
        : "";
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("sink").status(problem.isEmpty());
    return problem.isEmpty() ? health.build() : health.withData("problem", problem).build();
  }
}
