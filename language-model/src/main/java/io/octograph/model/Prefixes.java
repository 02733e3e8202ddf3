package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The memory of prefixes that many requests share; the least recently used one goes first. */
final class Prefixes implements AutoCloseable {
  private static final long MOST_BYTES = 256L << 20;

  private final int most;

  /** Read to copy from a cache, written to close one: its memory is gone at once. */
  private final ReadWriteLock copying = new ReentrantReadWriteLock();

  private final LinkedHashMap<Key, KvCache> caches = new LinkedHashMap<>(16, 0.75f, true);

  /** Adapters are the same where they are the same object: the model loads each once. */
  private record Key(Optional<Adapter> adapter, int[] ids) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && adapter.equals(key.adapter) && Arrays.equals(ids, key.ids);
    }

    @Override
    public int hashCode() {
      return Objects.hash(adapter, Arrays.hashCode(ids));
    }
  }

  Prefixes(int most) {
    this.most = most;
  }

  /** Lets a sequence begin with {@code ids}; computes them where nobody did yet. */
  void copyInto(Sequence sequence, int[] ids) {
    if (ids.length == 0) {
      return;
    }
    var key = new Key(sequence.adapter(), ids.clone());
    copying.readLock().lock();
    try {
      var known = find(key);
      if (known != null) {
        sequence.begin(known, ids.length);
        return;
      }
    } finally {
      copying.readLock().unlock();
    }
    sequence.append(ids, Rows.NONE);
    keep(key, sequence.snapshot());
  }

  private synchronized KvCache find(Key key) {
    return caches.get(key);
  }

  private void keep(Key key, KvCache cache) {
    var gone = new ArrayList<KvCache>();
    synchronized (this) {
      Optional.ofNullable(caches.put(key, cache)).ifPresent(gone::add);
      while (caches.size() > most || bytes() > MOST_BYTES) {
        gone.add(caches.pollFirstEntry().getValue());
      }
    }
    closeAll(gone);
  }

  private void closeAll(List<KvCache> gone) {
    copying.writeLock().lock();
    try {
      gone.forEach(KvCache::close);
    } finally {
      copying.writeLock().unlock();
    }
  }

  private long bytes() {
    return caches.values().stream().mapToLong(KvCache::bytes).sum();
  }

  @Override
  public void close() {
    var gone = new ArrayList<KvCache>();
    synchronized (this) {
      gone.addAll(caches.values());
      caches.clear();
    }
    closeAll(gone);
  }
}
