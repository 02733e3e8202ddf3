package io.octograph.store;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Whether the store can be used, as far as is known: any command that fails says no, and a look
 * each second says yes again. Asking blocks nobody.
 */
@Singleton
public class StoreState {
  private static final Logger LOG = Logger.getLogger(StoreState.class);

  private volatile String problem = "";

  /** Whether it answered when it was last used. Memory always does. */
  public boolean available() {
    return problem.isEmpty();
  }

  /** Why it cannot be used, in a sentence for the log; empty when it can. */
  public String problem() {
    return problem;
  }

  synchronized void away(String sentence) {
    if (available()) {
      LOG.warnf("The store cannot be used. %s", sentence);
    }
    problem = sentence;
  }

  synchronized void back() {
    if (!available()) {
      LOG.info("The store can be used again.");
    }
    problem = "";
  }
}
