package io.octograph.router.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.octograph.router.RouterConfig;
import io.octograph.traversal.event.EventRunner;
import io.octograph.traversal.event.RedeliverException;
import io.octograph.traversal.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Ends walks whose time is over, whoever was to bring them on. With a broker its ticks say when to
 * look, so that no process need be up in between; without one a timer does.
 */
@Singleton
public class Overdue {
  private static final Logger LOG = Logger.getLogger(Overdue.class);
  private static final int AT_ONCE = 100;

  /** So many refusals of one look mean that the sink is away. */
  private static final int PATIENCE = 10;

  private final EventRunner runner;
  private final Sink sink;
  private final Posts posts;
  private final MeterRegistry metrics;
  private final long tickMillis;
  private final AtomicBoolean looking = new AtomicBoolean();

  Overdue(EventRunner runner, Sink sink, Posts posts, RouterConfig config, MeterRegistry metrics) {
    this.runner = runner;
    this.sink = sink;
    this.posts = posts;
    this.metrics = metrics;
    this.tickMillis = config.tick().toMillis();
    if (tickMillis < 1) {
      throw new IllegalArgumentException(
          "octograph.tick is %s; give a time such as 1s.".formatted(config.tick()));
    }
  }

  void start(@Observes StartupEvent start, Vertx vertx) {
    if (!sink.present()) {
      vertx.setPeriodic(tickMillis, timer -> Thread.startVirtualThread(this::look));
    }
  }

  /**
   * Ends what is overdue. One walk whose end is refused does not hold up the others.
   *
   * @throws RedeliverException if an end could not be sent now; that walk stays overdue
   */
  void end() throws RedeliverException, InterruptedException {
    List<RedeliverException> refused = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<String> overdue;
    do {
      // what cannot be ended stays at the head
      overdue = runner.overdue(AT_ONCE + seen.size()).stream().filter(seen::add).toList();
      for (String walk : overdue) {
        try {
          end(walk);
        } catch (RedeliverException later) {
          refused.add(later);
        } catch (StoreException unreadable) {
          refused.add(new RedeliverException(unreadable.getMessage(), unreadable));
        } catch (RuntimeException broken) {
          LOG.errorf(broken, "The walk %s cannot be ended", walk); // it expires with its walk
        }
        if (refused.size() >= PATIENCE) {
          throw refused.getLast();
        }
      }
    } while (!overdue.isEmpty());
    if (!refused.isEmpty()) {
      throw refused.getLast();
    }
  }

  private void end(String walk) throws RedeliverException, InterruptedException {
    posts.send(runner.end(walk));
    metrics.counter("octograph.event.overdue").increment();
    LOG.infof("The walk %s was overdue and is ended", walk);
  }

  /** By the timer: a look that fails is made up for by the next. */
  private void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      end();
    } catch (RedeliverException | StoreException later) {
      LOG.debugf("Overdue walks stay so for now: %s", later.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looking.set(false);
    }
  }
}
