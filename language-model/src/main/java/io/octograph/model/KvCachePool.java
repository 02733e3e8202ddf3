package io.octograph.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Caches that wait for their next request. They grow by doubling, so that few sizes are about. */
final class KvCachePool implements AutoCloseable {
  private static final int SMALLEST = 128;
  private static final long KEPT_BYTES = 256L << 20;

  private final OrtEnvironment environment;
  private final ModelConfig config;
  private final List<KvCache> idle = new ArrayList<>();
  private boolean closed;

  KvCachePool(OrtEnvironment environment, ModelConfig config) {
    this.environment = environment;
    this.config = config;
  }

  /** A cache for at least {@code tokens} tokens; give it back by {@link #release}. */
  KvCache acquire(int tokens) throws OrtException {
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
    return allocate(step(tokens));
  }

  /** A cache of just this size that is never pooled: for prefixes, which are kept long. */
  KvCache exact(int tokens) throws OrtException {
    return allocate(tokens);
  }

  /** The memory is the JVM's direct memory, whose limit is that of its heap unless it is set. */
  private KvCache allocate(int capacity) throws OrtException {
    try {
      return new KvCache(environment, config, capacity);
    } catch (OutOfMemoryError first) {
      freeIdle();
      try {
        return new KvCache(environment, config, capacity);
      } catch (OutOfMemoryError e) {
        throw new ModelException(
            "There is no memory for %d tokens. Give the JVM more by -XX:MaxDirectMemorySize."
                .formatted(capacity),
            e);
      }
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
    int capacity = SMALLEST;
    while (capacity < tokens) {
      capacity *= 2;
    }
    return Math.max(tokens, Math.min(capacity, config.contextLength()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    freeIdle();
  }
}
