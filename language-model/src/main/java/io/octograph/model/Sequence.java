package io.octograph.model;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tokens of one request so far, as the model remembers them. Not safe for several threads;
 * close it, so that its memory serves the next request.
 */
public final class Sequence implements AutoCloseable {
  /** Bounds the memory of a run, and how long a request that was cancelled goes on. */
  static final int MOST_TOKENS_A_RUN = 512;

  private final Network network;
  private final KvCachePool caches;
  private final Optional<Adapter> adapter;
  private final int contextLength;
  private KvCache cache;
  private int length;

  Sequence(Network network, KvCachePool caches, Optional<Adapter> adapter, int contextLength) {
    this.network = network;
    this.caches = caches;
    this.adapter = adapter;
    this.contextLength = contextLength;
  }

  /** Tokens so far. */
  public int length() {
    return length;
  }

  /** Tokens that still fit in the model's context. */
  public int room() {
    return contextLength - length;
  }

  /**
   * Reads tokens on.
   *
   * @param ids at least one, at most {@link #room()}
   * @param rows the logits wanted of the last one
   */
  public Logits append(int[] ids, Logits.Rows rows) {
    if (ids.length == 0 || ids.length > room()) {
      throw new IllegalArgumentException(
          "%d tokens cannot follow %d: the context holds %d. Clip the text first."
              .formatted(ids.length, length, contextLength));
    }
    reserve(ids.length);
    int from = 0;
    while (ids.length - from > MOST_TOKENS_A_RUN) {
      run(Arrays.copyOfRange(ids, from, from + MOST_TOKENS_A_RUN), Logits.Rows.NONE);
      from += MOST_TOKENS_A_RUN;
    }
    return run(Arrays.copyOfRange(ids, from, ids.length), rows);
  }

  /** Makes room for tokens to come at once, so that the memory need not grow step by step. */
  public void reserve(int tokens) {
    int needed = Math.min(length + tokens, contextLength);
    if (cache != null && cache.capacity() >= needed) {
      return;
    }
    try {
      var larger = caches.acquire(needed);
      if (cache != null) {
        larger.copyFrom(cache, length);
        caches.release(cache);
      }
      cache = larger;
    } catch (OrtException e) {
      throw new ModelException("There is no memory for %d tokens.".formatted(needed), e);
    }
  }

  @Override
  public void close() {
    if (cache != null) {
      caches.release(cache);
      cache = null;
      length = 0;
    }
  }

  Optional<Adapter> adapter() {
    return adapter;
  }

  /** Begins with what another cache holds. */
  void begin(KvCache prefix, int tokens) {
    reserve(tokens);
    cache.copyFrom(prefix, tokens);
    length = tokens;
  }

  /** A copy of the memory so far, of just its size. */
  KvCache snapshot() {
    try {
      var copy = caches.exact(length);
      copy.copyFrom(cache, length);
      return copy;
    } catch (OrtException e) {
      throw new ModelException("There is no memory for %d tokens.".formatted(length), e);
    }
  }

  private Logits run(int[] ids, Logits.Rows rows) {
    var logits = network.run(cache, length, ids, rows, adapter);
    length += ids.length;
    return logits;
  }
}
