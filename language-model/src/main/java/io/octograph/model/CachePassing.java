package io.octograph.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.octograph.model.device.ElementType;
import java.util.Map;
import java.util.Set;

/** How a run gets the keys and values of the tokens before it and gives back those of its own. */
interface CachePassing {
  /** The memory of the caches that it can lend. */
  CacheMemory memory();

  /** Lends a cache's first {@code past} tokens to a run. */
  Lent lend(KvCache cache, int past) throws OrtException;

  /** What a run reads, and where its own tokens go. Close it after the run. */
  interface Lent extends AutoCloseable {
    /** Inputs by name. */
    Map<String, OnnxTensor> past();

    /** Outputs that the run writes into memory it is given. */
    Map<String, OnnxTensor> pinned();

    /** Outputs that the run makes memory for. */
    Set<String> wanted();

    /** Puts the run's tokens behind the others. */
    void takeBack(OrtSession.Result result, int tokens) throws OrtException;

    @Override
    void close();
  }

  /**
   * The way that a graph asks for.
   *
   * @param location of caches that the session's runs work on where they lie; those that are copied
   *     for every run are the host's
   */
  static CachePassing of(
      OrtSession session, ModelConfig config, ModelInputs inputs, CacheMemory.Location location) {
    var names = config.names().cache();
    var type = inputs.cacheType();
    return names.inPlace() && !names.fused()
        ? CacheInPlace.of(
            names,
            config.shape().layers(),
            location.open(session, config.shape(), ElementType.of(type)))
        : new CacheHandedOver(config, type);
  }
}
