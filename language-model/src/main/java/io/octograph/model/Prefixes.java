package io.octograph.model;

import io.octograph.model.Logits.Rows;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;

/** The memory of prefixes that many requests share; the least recently used one goes first. */
final class Prefixes implements AutoCloseable {
  private static final long MOST_BYTES = 256L << 20;

  private final int most;
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
    var known = find(key);
    if (known != null) {
      sequence.begin(known, ids.length);
      return;
    }
    sequence.append(ids, Rows.NONE);
    keep(key, sequence.snapshot());
  }

  private synchronized KvCache find(Key key) {
    return caches.get(key);
  }

  private synchronized void keep(Key key, KvCache cache) {
    var other = caches.put(key, cache);
    if (other != null) {
      other.close();
    }
    while (caches.size() > most || bytes() > MOST_BYTES) {
      // Who copies from it this moment reads its buffers, which outlive its tensors.
      caches.pollFirstEntry().getValue().close();
    }
  }

  private long bytes() {
    return caches.values().stream().mapToLong(KvCache::bytes).sum();
  }

  @Override
  public synchronized void close() {
    caches.values().forEach(KvCache::close);
    caches.clear();
  }
}
