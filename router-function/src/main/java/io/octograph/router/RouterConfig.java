package io.octograph.router;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What can be set of the router alone, beside {@link io.octograph.function.OctographConfig}. */
@ConfigMapping(prefix = "octograph")
public interface RouterConfig {
  /** How often overdue walks are looked for where no broker sends ticks. */
  @WithDefault("1s")
  Duration tick();

  /** Queries that nobody waits for. */
  Queries queries();

  /** Queries that nobody waits for. */
  interface Queries {
    /** How many are walked in this process at once, where no broker carries them. */
    @WithDefault("32")
    int atOnce();
  }
}
