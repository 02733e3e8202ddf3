package io.octograph.store;

import io.octograph.function.OctographConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows whether the store can be used. Without it a process that takes only events is not ready;
 * one that also answers requests goes on, for these do without.
 */
@Readiness
@Singleton
public class StoreHealth implements HealthCheck {
  private final boolean needed;
  private final String kind;
  private final StoreState state;

  @Inject
  StoreHealth(OctographConfig config, Stores stores, StoreState state) {
    this(config.doors() == OctographConfig.OpenDoors.EVENTS, stores.kind(), state);
  }

  /**
   * @param needed whether nothing is left to do without the store
   */
  StoreHealth(boolean needed, String kind, StoreState state) {
    this.needed = needed;
    this.kind = kind;
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    var health =
        HealthCheckResponse.named("store")
            .status(state.available() || !needed)
            .withData("kind", kind);
    if (!state.available()) {
      health.withData("problem", state.problem());
    }
    return health.build();
  }
}
