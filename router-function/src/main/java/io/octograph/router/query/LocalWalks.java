package io.octograph.router.query;

import io.octograph.graph.Graph;
import io.octograph.openai.ApiError;
import io.octograph.openai.ApiException;
import io.octograph.router.RoutedRequest;
import io.octograph.router.RouterConfig;
import io.octograph.router.Walks;
import io.octograph.traversal.store.StoreException;
import io.octograph.traversal.store.StoredWalk;
import io.octograph.traversal.store.WalkStore;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Walks queries in this process where no broker does: the same machinery as for clients that wait,
 * each move stored, so that others can look on. A walk whose process dies is ended by the tick.
 */
@Singleton
public class LocalWalks {
  private static final Logger LOG = Logger.getLogger(LocalWalks.class);

  private final Walks machinery;
  private final WalkStore walks;
  private final int most;
  private final Semaphore free;

  LocalWalks(Walks machinery, WalkStore walks, RouterConfig config) {
    this.machinery = machinery;
    this.walks = walks;
    this.most = config.queries().atOnce();
    if (most < 1) {
      throw new IllegalArgumentException(
          "octograph.queries.at-once is %d; give at least 1.".formatted(most));
    }
    this.free = new Semaphore(most);
  }

  /**
   * Begins a walk and drives it on a thread of its own.
   *
   * @param begin stores it; one that has moved already is left alone
   * @throws ApiException 429 if too many are being walked
   */
  StoredWalk drive(Graph graph, Supplier<StoredWalk> begin) {
    if (!free.tryAcquire()) {
      String message = "As many queries are being walked here as may be (%d). Come back soon.";
      throw ApiError.of(429, "overloaded", message.formatted(most))
          .retryAfter(Duration.ofSeconds(2))
          .exception();
    }
    boolean driven = false;
    try {
      StoredWalk walk = begin.get();
      if (walk.revision() == 0) {
        Thread.ofVirtual().name("query").start(() -> drive(graph, walk));
        driven = true;
      }
      return walk;
    } finally {
      if (!driven) {
        free.release();
      }
    }
  }

  private void drive(Graph graph, StoredWalk walk) {
    try {
      RoutedRequest request = RoutedRequest.of(graph, walk.traversal().query());
      machinery.of(request, walk.id()).run(new StoredMoves(walks, walk));
    } catch (StoredMoves.Taken other) {
      LOG.infof("The walk %s is driven elsewhere, or has ended", walk.id());
    } catch (StoreException away) {
      LOG.warnf("The walk %s is given up: %s", walk.id(), away.getMessage());
    } catch (RejectedExecutionException stopping) {
      LOG.warnf("The walk %s is given up: this process stops", walk.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The walk %s failed in a way nobody foresaw", walk.id());
    } finally {
      free.release();
    }
  }
}
