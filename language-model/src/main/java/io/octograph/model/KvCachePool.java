package io.octograph.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Caches that wait for their next request. They grow in steps that become larger, so that few sizes
 * are about.
 */
final class KvCachePool implements AutoCloseable {
  private static final int STEP = 128;
  private static final int MOST_STEPS = 4;
  private static final long KEPT_BYTES = 256L << 20;

  private final CacheMemory memory;
  private final int contextLength;
  private final List<KvCache> idle = new ArrayList<>();
  private boolean closed;

  /**
   * @param memory of the networks that use the caches
   * @param contextLength the most tokens that a sequence may have
   */
  KvCachePool(CacheMemory memory, int contextLength) {
    this.memory = memory;
    this.contextLength = contextLength;
  }

  /**
   * A cache for at least {@code tokens} tokens; give it back by {@link #release}.
   *
   * @throws ModelException where there is no memory for it
   */
  KvCache acquire(int tokens) {
    synchronized (this) {
      var fitting =
          idle.stream()
              .filter(cache -> cache.capacity() >= tokens)
              .min(Comparator.comparingInt(KvCache::capacity));
      if (fitting.isPresent()) {
        idle.remove(fitting.get());
        return fitting.get();
      }
    }
    return exact(step(tokens));
  }

  /**
   * A cache of just this size, for prefixes, which are kept long: close it yourself.
   *
   * @throws ModelException where there is no memory for it
   */
  KvCache exact(int tokens) {
    try {
      return memory.allocate(tokens);
    } catch (ModelException e) {
      freeIdle();
      return memory.allocate(tokens);
    }
  }

  private synchronized void freeIdle() {
    idle.forEach(KvCache::close);
    idle.clear();
  }

  synchronized void release(KvCache cache) {
    long kept = idle.stream().mapToLong(KvCache::bytes).sum();
    if (closed || kept + cache.bytes() > KEPT_BYTES) {
      cache.close();
    } else {
      idle.add(cache);
    }
  }

  private int step(int tokens) {
    int capacity = Math.ceilDiv(tokens, STEP) * STEP;
    if (capacity > MOST_STEPS * STEP) {
      capacity = Integer.highestOneBit(capacity - 1) * 2;
    }
    return Math.max(tokens, Math.min(capacity, contextLength));
  }

  @Override
  public synchronized void close() {
    closed = true;
    freeIdle();
  }
}
