package io.octograph.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of one request so far, as the model remembers them. Not safe for several threads;
 * close it, so that its memory serves the next request.
 */
public final class Sequence implements AutoCloseable {
  /** Bounds the memory of a run, and how long others wait for it. */
  static final int MOST_TOKENS_A_RUN = 256;

  private final Engine engine;
  private final KvCachePool caches;
  private final Optional<Adapter> adapter;
  private final int contextLength;
  private KvCache cache;
  private int length;

  Sequence(Engine engine, KvCachePool caches, Optional<Adapter> adapter, int contextLength) {
    this.engine = engine;
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
    return last(append(ids, ids.length - 1, rows, false));
  }

  /** As {@link #append(int[], Logits.Rows)}, ahead of others' texts: a whole walk waits for it. */
  public Logits decide(int[] ids, Logits.Rows rows) {
    return last(append(ids, ids.length - 1, rows, true));
  }

  private static Logits last(List<Logits> logits) {
    return logits.isEmpty() ? new Logits(new float[0], new float[0], 0) : logits.getFirst();
  }

  /**
   * Reads tokens on and tells what may follow several of them.
   *
   * @param ids at least one, at most {@link #room()}
   * @param from index of the first id whose logits are wanted
   * @param rows which logits
   * @return the logits after {@code ids[from]}, after the next id, and so on to the last; empty for
   *     {@link Logits.Rows#NONE}
   */
  public List<Logits> append(int[] ids, int from, Logits.Rows rows) {
    return append(ids, from, rows, false);
  }

  private List<Logits> append(int[] ids, int from, Logits.Rows rows, boolean decides) {
    requireRoom(ids);
    // One more, for the token that a run of one is filled up with.
    reserve(ids.length + 1);
    var logits = new ArrayList<Logits>();
    for (int at = 0; at < ids.length; at += MOST_TOKENS_A_RUN) {
      var piece = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + MOST_TOKENS_A_RUN));
      int wanted = Math.max(0, from - at);
      var wantedRows = wanted < piece.length ? rows : Logits.Rows.NONE;
      var step = new Step(this, cache, length, piece, wanted, wantedRows, new ArrayList<>());
      engine.run(step, adapter, decides);
      logits.addAll(step.logits());
      length += piece.length;
    }
    return logits;
  }

  /**
   * Reads tokens that could come next with the model's lower layers alone; the sequence stays as it
   * is.
   *
   * @param ids at least one, at most {@link #room()}
   * @return states after those layers, divided by their root mean square: one row of the model's
   *     width an id, one after the other; empty where the model has no graph for that, or it is not
   *     loaded (the first call begins to)
   */
  public Optional<float[]> look(int[] ids) {
    requireRoom(ids);
    if (adapter.isEmpty()) {
      return Optional.empty();
    }
    reserve(ids.length + 1);
    var pieces = new ArrayList<float[]>();
    for (int at = 0; at < ids.length; at += MOST_TOKENS_A_RUN) {
      var piece = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + MOST_TOKENS_A_RUN));
      var step = new Step(this, cache, length + at, piece, 0, Logits.Rows.NONE, List.of());
      var states = engine.look(step, adapter.get());
      if (states.isEmpty()) {
        return Optional.empty();
      }
      pieces.add(states.get());
    }
    return Optional.of(joined(pieces));
  }

  private static float[] joined(List<float[]> pieces) {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    var all = FloatBuffer.allocate(pieces.stream().mapToInt(piece -> piece.length).sum());
    pieces.forEach(all::put);
    return all.array();
  }

  private void requireRoom(int[] ids) {
    if (ids.length == 0 || ids.length > room()) {
      throw new IllegalArgumentException(
          "%d tokens cannot follow %d: the context holds %d. Clip the text first."
              .formatted(ids.length, length, contextLength));
    }
  }

  /** Forgets the tokens from {@code tokens} on. */
  public void truncate(int tokens) {
    if (tokens < 0 || tokens > length) {
      throw new IllegalArgumentException(
          "A sequence of %d tokens cannot be cut to %d.".formatted(length, tokens));
    }
    length = tokens;
  }

  /** Makes room for tokens to come at once, so that the memory need not grow step by step. */
  public void reserve(int tokens) {
    int needed = Math.min(length + tokens, contextLength);
    if (cache != null && cache.capacity() >= needed) {
      return;
    }
    var larger = caches.acquire(needed);
    if (cache != null) {
      larger.copyFrom(cache, length);
      caches.release(cache);
    }
    cache = larger;
  }

  @Override
  public void close() {
    engine.left(this);
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
    var copy = caches.exact(length);
    copy.copyFrom(cache, length);
    return copy;
  }
}
